import type { ThemeConfig } from 'antd';

/** Calm and dense; every text at least 4.5:1 against what is behind it. */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#17527d',
    colorInfo: '#17527d',
    colorSuccess: '#20703f',
    colorWarning: '#8a5a00',
    colorError: '#b3261e',
    colorLink: '#17527d',
    colorBgLayout: '#f4f6f8',
    colorText: '#1c2733',
    colorTextSecondary: '#4a5866',
    colorTextTertiary: '#56636f',
    colorTextQuaternary: '#66727e',
    colorTextPlaceholder: '#66727e',
    colorTextDescription: '#4a5866',
    colorBorder: '#c3ccd4',
    colorBorderSecondary: '#dfe4e9',
    borderRadius: 6,
    fontSize: 14,
    fontFamily: `system-ui, -apple-system, 'Segoe UI', 'Noto Sans', Roboto, 'Helvetica Neue', Arial, sans-serif`,
    fontFamilyCode: `ui-monospace, 'Cascadia Mono', 'Noto Sans Mono', Consolas, 'DejaVu Sans Mono', monospace`,
    motionDurationMid: '0.12s',
    motionDurationSlow: '0.16s',
  },
  components: {
    Table: { cellPaddingBlockSM: 6, headerBg: '#f4f6f8' },
    Descriptions: { itemPaddingBottom: 8 },
  },
};

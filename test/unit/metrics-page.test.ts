import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { parse } from 'yaml';

/** How a metric is registered. */
const REGISTERED = /\b(?:counter|gauge|histogram)\(\s*'([a-z_]+)',\s*(?:'[^']*'|`[^`]*`)(?:,\s*\[([^\]]*)\])?/g;
const OWN_METRIC = /\b(?:gateway|partner_api|broker)_[a-z_]+/g;

function sourcesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sourcesIn(path);
    return /(?<!\.spec)\.ts$/.test(name) ? [readFileSync(path, 'utf8')] : [];
  });
}

const sources = [...sourcesIn('apps'), ...sourcesIn('libs')];
const page = readFileSync('docs/metrics.md', 'utf8');

function registered(): Map<string, string> {
  const matches = sources.flatMap((text) => [...text.matchAll(REGISTERED)]);
  return new Map(
    matches.map(([, name = '', labels = '']) => [name, [...labels.matchAll(/'([a-z_]+)'/g)].map(([, l]) => l).join(', ')]),
  );
}

/** The names of the events that a source writes. One that is made up on the way is named by its code, and stands on no page. */
function eventsIn(text: string): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    const [name] = isWriting(node) ? node.arguments : [];
    if (name !== undefined) names.push(...namesOf(name));
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest));
  return names;
}

function isWriting(node: ts.Node): node is ts.CallExpression {
  return ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'event';
}

function namesOf(name: ts.Expression): string[] {
  if (ts.isConditionalExpression(name)) return [...namesOf(name.whenTrue), ...namesOf(name.whenFalse)];
  return [ts.isStringLiteral(name) ? name.text : ts.SyntaxKind[name.kind]];
}

function metricsNamedIn(file: string): string[] {
  return [...readFileSync(file, 'utf8').matchAll(OWN_METRIC)].map(([name]) => name.replace(/_(bucket|sum|count)$/, ''));
}

describe('docs/metrics.md', () => {
  it('names every metric with its labels, and none that is not there', () => {
    const rows = [...page.matchAll(/^\| `([a-z_]+)` \| ([a-z_, –]*) \|/gm)];
    const described = new Map(rows.map(([, name = '', labels = '']) => [name, labels.trim().replace(/^–$/, '')]));
    expect([...described].toSorted()).toEqual([...registered()].toSorted());
  });

  it('names every event, and none that is not written', () => {
    const written = sources.filter((text) => text.includes('.event(')).flatMap(eventsIn);
    const described = [...page.matchAll(/^\| `([a-z]+\.[a-z-]+)` \|/gm)].map(([, name]) => name);
    expect(described.toSorted()).toEqual([...new Set(written)].toSorted());
  });

  it('would miss what is not among them', () => {
    expect(registered().size).toBeGreaterThan(30);
  });
});

describe.each(['docker/prometheus-alerts.yaml', 'docker/grafana-dashboard.json'])('%s', (file) => {
  it('goes by metrics that there are', () => {
    const known = registered();
    const named = metricsNamedIn(file);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});

describe('docker/prometheus-alerts.yaml', () => {
  it('has rules that say in both languages what happened', () => {
    const { groups } = parse(readFileSync('docker/prometheus-alerts.yaml', 'utf8')) as {
      groups: { rules: { alert: string; expr: string; labels: { severity: string }; annotations: { summary: string } }[] }[];
    };
    const rules = groups.flatMap((group) => group.rules);
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    for (const { expr, labels, annotations } of rules) {
      expect(expr).not.toBe('');
      expect(['critical', 'warning']).toContain(labels.severity);
      expect(annotations.summary).toContain(' · ');
    }
  });
});

describe('docker/grafana-dashboard.json', () => {
  it('has panels beside each other, each asking something', () => {
    const { panels } = JSON.parse(readFileSync('docker/grafana-dashboard.json', 'utf8')) as {
      panels: { id: number; gridPos: { x: number; y: number }; targets: { expr: string }[] }[];
    };
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(new Set(panels.map(({ gridPos: { x, y } }) => `${String(x)},${String(y)}`)).size).toBe(panels.length);
    for (const { targets } of panels) expect(targets.map(({ expr }) => expr)).not.toContain('');
  });
});

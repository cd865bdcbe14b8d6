/** The addresses under which the province's own system sends. Source: protocols §1.1. */
export interface WrapperPaths {
  readonly create: string;
  readonly update: string;
  readonly progress: string;
}

export const WRAPPER_PATHS: WrapperPaths = {
  create: '/KetNoiMotCuaQuocGia/DongBoHoSoMC',
  update: '/KetNoiMotCuaQuocGia/CapNhatHoSoMC',
  progress: '/KetNoiMotCuaQuocGia/CapNhatTienDoHoSoMC',
};

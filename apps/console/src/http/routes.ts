import type { RouteOptions } from 'fastify';

interface Route {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

/** The addresses that there are, and the methods that they take. */
export class Routes {
  private readonly byPath = new Map<string, Route>();

  /** Takes note of a route. One under `/api` that does not say who may call it is a mistake of ours. */
  note({ url, method, config }: RouteOptions): void {
    if (url.startsWith('/api') && config?.role === undefined) throw new Error(`${url} does not say who may call it`);
    if (url.includes('*')) return;
    const pattern = new RegExp(`^${url.replaceAll(/:[^/]+/g, '[^/]+')}$`);
    const route = this.byPath.get(url) ?? { pattern, methods: new Set() };
    for (const one of [method].flat()) route.methods.add(one);
    this.byPath.set(url, route);
  }

  /** The methods that an address takes, for `Allow`; undefined when there is no such address. */
  methodsOf(url: string): string | undefined {
    const [path = ''] = url.split('?');
    const methods = [...this.byPath.values()].filter(({ pattern }) => pattern.test(path)).flatMap((route) => [...route.methods]);
    return methods.length === 0 ? undefined : [...new Set(methods)].sort().join(', ');
  }
}

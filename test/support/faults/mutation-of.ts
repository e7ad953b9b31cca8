const READS = /^(Get|List|Lookup|Simulate|AssumeRole|Describe)/

/** What a mutating call does, such as `CreateRole` or `PUT /pulls/{n}/merge`; null for one that only reads. */
export function mutationOf({ method, url, headers }: Request, body: string): string | null {
  const { pathname } = new URL(url)
  if (method === 'GET' || method === 'HEAD') return null
  if (pathname.startsWith('/github'))
    return pathname.endsWith('/graphql') ? null : `${method} ${numberless(pathname)}`
  /* AWS names the operation in the form, in a header, or only by method and path. */
  const target = headers.get('x-amz-target')?.split('.').at(-1)
  const action = target ?? new URLSearchParams(body).get('Action')
  if (action !== null) return READS.test(action) ? null : action
  return pathname.startsWith('/aws') ? `${method} ${pathname}` : null
}

function numberless(path: string): string {
  return path.replace(/^\/github\/repos\/[^/]+\/[^/]+/, '').replace(/\/\d+(?=\/|$)/g, '/{n}')
}

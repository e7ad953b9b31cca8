/** Requests to GitHub, as they went over the wire. */
export interface RequestCounts {
  rest: number
  graphql: number
  unchanged: number
}

/** Counts what this process asks GitHub from now on; the AWS SDK does not use `fetch`. Call the result to take the counts. */
export function countFetches(): () => RequestCounts {
  const none = (): RequestCounts => ({ rest: 0, graphql: 0, unchanged: 0 })
  let counts = none()
  const fetched = globalThis.fetch
  globalThis.fetch = async (input, init) => {
    const response = await fetched(input, init)
    const { pathname } = new URL(input instanceof Request ? input.url : input)
    if (pathname.endsWith('/graphql')) counts.graphql += 1
    else if (pathname.startsWith('/github/')) counts.rest += 1
    if (response.status === 304) counts.unchanged += 1
    return response
  }
  return () => {
    const taken = counts
    counts = none()
    return taken
  }
}

import type { GithubContext } from './context'

/** Most lists hold at most 100 a page; lists of variables 30 (field-notes §4). */
export const PAGE_CAP = 100
export const VARIABLES_PAGE_CAP = 30

const DEFAULT_PAGE = 30
const DEFAULT_VARIABLES_PAGE = 10

/** One page of a list, with the `Link` header that leads to the others already set. */
export function page<T>(c: GithubContext, items: readonly T[], cap: number = PAGE_CAP): T[] {
  const otherwise = cap === VARIABLES_PAGE_CAP ? DEFAULT_VARIABLES_PAGE : DEFAULT_PAGE
  const size = Math.min(cap, positive(c.req.query('per_page')) ?? otherwise)
  const current = positive(c.req.query('page')) ?? 1
  const last = Math.max(1, Math.ceil(items.length / size))
  const link = linkHeader(c.req.url, current, last)
  if (link) c.header('Link', link)
  return items.slice((current - 1) * size, current * size)
}

function linkHeader(url: string, current: number, last: number): string {
  const relations: [string, number][] = []
  if (current > 1) relations.push(['prev', Math.min(current - 1, last)])
  if (current < last) relations.push(['next', current + 1], ['last', last])
  if (current > 1) relations.push(['first', 1])
  return relations.map(([relation, number]) => `<${withPage(url, number)}>; rel="${relation}"`).join(', ')
}

function withPage(url: string, number: number): string {
  const target = new URL(url)
  target.searchParams.set('page', String(number))
  return target.href
}

function positive(text: string | undefined): number | null {
  const number = Number(text)
  return Number.isInteger(number) && number > 0 ? number : null
}

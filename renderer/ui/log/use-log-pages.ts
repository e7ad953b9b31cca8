import { useQueries } from '@tanstack/react-query'
import type { LogLine } from '../../../shared/domain/log'
import { type LogSource, PAGE_LINES } from './log-source'

/** How often a page that is still coming in is asked for again. */
const ARRIVING_MS = 300
/** Pages that nobody looks at stay this long. */
const KEPT_MS = 60_000

/** The pages that hold these lines, asked for where they are not here yet; a line is null until it is. */
export function useLogPages(
  source: LogSource,
  from: number,
  to: number,
): (line: number) => { line: LogLine; cut: boolean } | null {
  const { lines } = source.outline
  const first = Math.floor((from - 1) / PAGE_LINES)
  const last = Math.floor((Math.max(from, Math.min(to, lines)) - 1) / PAGE_LINES)
  const pages = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
  const answers = useQueries({
    queries: pages.map((page) => {
      const begins = page * PAGE_LINES
      const wanted = Math.min(PAGE_LINES, lines - begins)
      return {
        queryKey: [...source.key, 'page', page],
        queryFn: () => source.page(begins + 1, PAGE_LINES),
        enabled: wanted > 0,
        gcTime: KEPT_MS,
        staleTime: Number.POSITIVE_INFINITY,
        /* A log that was put away meanwhile is fetched anew by asking again. */
        retry: 3,
        retryDelay: ARRIVING_MS,
        /* A page at the end of what has arrived grows. */
        refetchInterval: ({
          state: { data },
        }: {
          state: { data: Awaited<ReturnType<LogSource['page']>> | undefined }
        }) => (data?.available && data.lines.length < wanted ? ARRIVING_MS : (false as const)),
      }
    }),
  })
  return (line) => {
    const answer = answers[Math.floor((line - 1) / PAGE_LINES) - first]?.data
    if (!answer?.available) return null
    const found = answer.lines[(line - 1) % PAGE_LINES]
    return found ? { line: found, cut: answer.cut.includes(line) } : null
  }
}

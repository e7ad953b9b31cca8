import { os, type RouterParts, stream } from './implementation'

/** Logs of jobs: in pages, and searched. */
export function runLogProcedures({ realm }: RouterParts) {
  const { runs } = os
  const logs = () => realm().runs.logs
  return {
    logOutline: runs.logOutline.handler(({ input }) => logs().outline(input)),
    logPage: runs.logPage.handler(({ input }) => logs().page(input, input.from, input.count)),
    searchLog: runs.searchLog.handler(({ input, signal }) =>
      stream(logs().search(input, input.query, signal)),
    ),
    searchLogs: runs.searchLogs.handler(({ input, signal }) =>
      stream(realm().runs.searchLogs(input, signal)),
    ),
  }
}

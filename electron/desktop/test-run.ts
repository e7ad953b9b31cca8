import { isDefinedError, safe } from '@orpc/client'
import { createRouterClient } from '@orpc/server'
import { Notification } from 'electron'
import type { RepositoryName } from '../../shared/domain/ids'
import type { House } from '../house'

/** Starts a test run from the tray; resolves to the place in the page where it is to be seen. */
export async function startTestRun({ router }: House, repository: RepositoryName): Promise<string> {
  const { runs } = createRouterClient(router)
  const request = { repository, workflowPath: null, ref: null, inputs: {} }
  const { error, data: run } = await safe(runs.start(request))
  if (!error) return `#/r/${repository}/runs/${run.id}`
  const body = isDefinedError(error) ? error.data.sentence : 'Rolecall met an error of its own. Try again.'
  new Notification({ title: `No test run of ${repository} was started`, body }).show()
  return `#/r/${repository}`
}

import type { Application } from '../../../shared/domain/journal'
import { openSteps, phaseOf } from '../../../shared/domain/journal'
import { EXIT } from '../exit'
import type { Session } from '../session'
import { misused } from '../usage'
import { answerOf, type Ended, follow, report } from './apply'

/** `undo ID…`: takes applications back, one after the other; with `--step`, only steps of one. */
export async function undoVerb(session: Session, ids: string[], step: string[]): Promise<number> {
  const [only, ...more] = ids
  if (step.length > 0 && more.length > 0) throw misused('--step needs exactly one application.')
  if (only !== undefined && more.length === 0) {
    const ended = await undoOne(session, only, step.length > 0 ? step : null)
    report(session, ended, null)
    return ended.failure ? EXIT.bad : EXIT.fine
  }
  const all: Ended[] = []
  for (const id of ids) all.push(await undoOne(session, id, null))
  if (session.json)
    session.print(JSON.stringify({ undone: all.map((each) => answerOf(each, null)) }, null, 2))
  else for (const ended of all) report(session, ended, null)
  return all.some(({ failure }) => failure) ? EXIT.bad : EXIT.fine
}

async function undoOne(session: Session, applicationId: string, steps: string[] | null): Promise<Ended> {
  return follow(session, null, await session.client.setup.undo({ applicationId, steps }))
}

/** `resume [ID] --yes`: goes on with an application; without an ID it lists what was interrupted. */
export async function resumeVerb(session: Session, id: string | null, yes: boolean): Promise<number> {
  if (id === null) {
    const interrupted = await session.client.setup.interrupted()
    if (session.json) session.print(JSON.stringify({ interrupted: interrupted.map(interruption) }, null, 2))
    else
      session.print(interrupted.length === 0 ? 'Nothing was interrupted.' : interrupted.map(text).join('\n'))
    return EXIT.fine
  }
  if (!yes) throw misused(`Nothing was changed. Add --yes to go on with ${id}.`)
  const ended = await follow(session, null, await session.client.setup.resume({ applicationId: id }))
  report(session, ended, null)
  return ended.failure ? EXIT.bad : EXIT.fine
}

function interruption(application: Application): object {
  const { id, repository, startedAt, undo } = application
  const open = openSteps(application).map((step) => ({
    id: step.id,
    title: step.title,
    phase: phaseOf(application, step.id),
  }))
  return { application: id, repository, startedAt, undoing: Boolean(undo), open }
}

function text(application: Application): string {
  const { id, repository, startedAt, undo } = application
  const what = undo ? 'undo' : 'application'
  const open = openSteps(application).map(({ title }) => `  ${title}`)
  return [`${repository}: ${what} of ${startedAt}. Go on with: resume ${id} --yes`, ...open].join('\n')
}

import { writeFile } from 'node:fs/promises'
import type { ExportFormat } from '../../../shared/domain/export/exported'
import type { Plan } from '../../../shared/domain/plan'
import { EXIT } from '../exit'
import type { Session } from '../session'

/** `plan … --as terraform|cloudformation [--out FILE]`: the plans as a file of another tool. */
export async function printExport(
  session: Session,
  plans: readonly Plan[],
  as: ExportFormat,
  out: string | undefined,
): Promise<number> {
  const chosen = plans.map(({ id: planId }) => ({ planId, exclude: [] }))
  const { fileName, text, byHand } = await session.client.setup.exportPlan({ plans: chosen, as })
  if (byHand > 0) session.progress(`${byHand} of the changes cannot be made by it: the file tells which.`)
  if (out === undefined) {
    session.print(session.json ? JSON.stringify({ fileName, text, byHand }, null, 2) : text.trimEnd())
    return EXIT.fine
  }
  await writeFile(out, text)
  session.print(session.json ? JSON.stringify({ file: out, byHand }, null, 2) : `Written to ${out}.`)
  return EXIT.fine
}

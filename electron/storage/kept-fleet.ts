import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { readText } from './atomic-file'
import { JudgedRow } from './observation-cache'

/** What a row that was kept tells of its repository. */
const KeptStanding = z.object({
  row: JudgedRow.pick({ repository: true, state: true, readAt: true }),
})
/** A repository as it was judged last. */
export type KeptStanding = z.infer<typeof KeptStanding>['row']

const Kept = z.object({ rows: z.array(z.unknown()) })

/** Reads what was judged last in the folders of worlds that are not open; each file only when it has changed. */
export class KeptFleets {
  private readonly read = new Map<string, { mtime: number; standings: KeptStanding[] }>()

  /** None where nothing was ever read there. */
  async of(folder: string): Promise<KeptStanding[]> {
    const path = join(folder, 'observations.json')
    const mtime = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    )
    const before = this.read.get(path)
    if (before?.mtime === mtime) return before.standings
    const standings = standingsIn(mtime === 0 ? null : await readText(path))
    this.read.set(path, { mtime, standings })
    return standings
  }
}

function standingsIn(text: string | null): KeptStanding[] {
  try {
    const { rows } = Kept.parse(JSON.parse(text ?? '{"rows":[]}'))
    return rows.flatMap((row) => {
      const parsed = KeptStanding.safeParse(row)
      return parsed.success ? [parsed.data.row] : []
    })
  } catch {
    /* A file that cannot be read tells nothing: its own world will say so when it is opened. */
    return []
  }
}

import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** The folder that holds everything kept: `--home`, `ROLECALL_HOME`, or the platform's place for it. */
export function homeFolder(
  given: string | undefined,
  env: NodeJS.ProcessEnv,
  platform = process.platform,
): string {
  const named = given ?? env.ROLECALL_HOME
  if (named) return resolve(named)
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'rolecall')
  if (platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'rolecall')
  return join(env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'rolecall')
}

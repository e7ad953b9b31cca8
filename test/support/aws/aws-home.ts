import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { temporaryFolder } from '../temporary-folder'

/** A home folder of its own for one test, with the `.aws` folder of a user in it. */
export interface AwsHome {
  home: string
  config: string
  credentials: string
  /** Only what names the home: files are found as on a user's machine. */
  env: Record<string, string>
}

/** Makes the home; a file that is not given does not exist. */
export async function awsHome(files: { config?: string; credentials?: string } = {}): Promise<AwsHome> {
  const home = await temporaryFolder()
  const config = join(home, '.aws', 'config')
  const credentials = join(home, '.aws', 'credentials')
  if (files.config !== undefined) await put(config, files.config)
  if (files.credentials !== undefined) await put(credentials, files.credentials)
  return { home, config, credentials, env: { HOME: home } }
}

/** Writes a file as an editor does: beside it, then in its place. */
export async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(`${path}.new`, text)
  await rename(`${path}.new`, path)
}

import type { z } from 'zod'
import type { GithubContext } from './context'
import { GithubFault } from './fault'

/** The JSON body, checked; GitHub's own words for what is missing or of the wrong type. */
export async function readBody<T extends z.ZodType>(c: GithubContext, schema: T): Promise<z.output<T>> {
  const text = await c.req.text()
  const parsed = schema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  const complaints = parsed.error.issues.map((issue) => {
    const field = issue.path.join('.') || 'body'
    const absent = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
    return absent ? `"${field}" wasn't supplied.` : `For '${field}', ${issue.message}.`
  })
  throw new GithubFault(422, `Invalid request.\n\n${complaints.join('\n')}`)
}

function parseJson(text: string): unknown {
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    throw new GithubFault(400, 'Problems parsing JSON')
  }
}

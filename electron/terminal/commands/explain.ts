import { type Explanation, explainTrust } from '../../../shared/domain/explanation'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import { readToken } from '../../../shared/domain/token-file'
import { EXIT } from '../exit'
import { inputName, readInput } from '../input'
import type { Answer } from '../verbs/rules'

export interface ExplainFlags {
  trust: string
  claims: string
}

/** `explain`: whether a role's trust policy lets a token in, and which clause decides. */
export async function explainVerb({ trust, claims }: ExplainFlags, { json, print }: Answer): Promise<number> {
  const policy = await textOf(trust, 'trust')
  const read = readToken(await textOf(claims, 'claims'))
  if (!read.ok) throw refused('claims', `${inputName(claims)} ${read.why}.`)
  const explanation = explainTrust(policy, read.token, Date.now())
  print(json ? JSON.stringify(explanation, null, 2) : explanationText(explanation))
  return explanation.allowed ? EXIT.fine : EXIT.bad
}

async function textOf(path: string, flag: keyof ExplainFlags): Promise<string> {
  const read = await readInput(path, { utf16: true })
  if (read.ok) return read.text
  throw refused(flag, `${inputName(path)} ${read.why}.`)
}

function refused(field: keyof ExplainFlags, sentence: string): ExpectedFailure {
  return new ExpectedFailure(failure('invalid', sentence, { kind: 'correct-input', field }))
}

function explanationText({ allowed, decidedBy, statements, lints, whyNot }: Explanation): string {
  const verdict = allowed ? 'Allowed' : 'Refused'
  const by = decidedBy === null ? 'no statement lets the token in' : `statement ${decidedBy} decides`
  const parts = [
    whyNot !== null && statements.length === 0 ? `${verdict}: this is no policy.` : `${verdict}: ${by}.`,
    ...statements.map(statementText),
    ...lints.map(({ level, rule, says }) => `${level} ${rule}\n  ${says}`),
    whyNot === null ? 'IAM accepts this policy.' : `IAM does not accept this policy: ${whyNot}`,
  ]
  return parts.join('\n\n')
}

function statementText({ index, effect, applies, failed }: Explanation['statements'][number]): string {
  const clauses = failed.flatMap(({ operator, key, wanted, actual }) => [
    `  ${operator} ${key}`,
    `    wanted  ${wanted}`,
    `    found   ${actual ?? '(the token has none)'}`,
  ])
  return [`${effect} (statement ${index}) ${applies ? 'applies' : 'does not apply'}`, ...clauses].join('\n')
}

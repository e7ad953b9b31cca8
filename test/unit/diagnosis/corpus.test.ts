import { describe, expect, test } from 'vitest'
import { diagnoseText } from '../../../shared/domain/diagnosis/diagnose-text'
import { readText } from '../../../shared/domain/diagnosis/read-text'
import { failing, jobLog, ofGh, SET_UP, stamped, step } from '../../support/job-log'
import { SPECIMENS } from './corpus'

/* Logs written for each row in the disguises that they wear in the field: cause, row and line must come out the same. */

const ESC = '\u001b'
const COLOURS = new RegExp(`(?:${ESC}|\\^\\[)?\\[[\\d;]+m`, 'g')
const CONFIGURE = 'aws-actions/configure-aws-credentials@e6de054238d6b7531b4efff3b6587d9aade6a06c'

/** Eighty columns, as a terminal breaks a line: anywhere. */
const broken = (text: string) => text.match(/.{1,80}/gs) ?? []
/** As a program wraps: between words. */
const folded = (text: string) => text.match(/.{1,76}(?:\s|$)/g)?.map((part) => part.trimEnd()) ?? []
const quotedBy = (open: string, close: string, text: string) =>
  text.replaceAll(/['`]([\w:-]+(?: [\w:-]+)?)['`]/g, `${open}$1${close}`)

const DISGUISES: Record<string, (text: string, cut: string) => string> = {
  'as an error of a step': (text) => jobLog(step('ask', [`##[error]${text}`])),
  'on a plain line of a script that fails': (text) => jobLog(failing('python ask.py', ['Asking…', text])),
  'in colours': (text) =>
    jobLog(failing('python ask.py', [`${ESC}[31m${text.replace(' ', ` ${ESC}[1m`)}${ESC}[22m${ESC}[0m`])),
  'with curly quotes and hard blanks': (text) =>
    jobLog(step('ask', [`##[error]${text.replaceAll("'", '’').replace(' ', '\u00a0')}`])),
  'with straight quotes': (text) => jobLog(step('ask', [`##[error]${text.replaceAll(/[’`]/g, "'")}`])),
  'with the quotes of another language': (text) =>
    jobLog(step('ask', [`##[error]${text.replaceAll(/'([^' ]+(?: [^' ]+)?)'/g, '‚$1‘')}`])),
  'with French quotes': (text) => jobLog(step('ask', [`##[error]${quotedBy('«\u00a0', '\u00a0»', text)}`])),
  'with German quotes': (text) => jobLog(step('ask', [`##[error]${quotedBy('„', '“', text)}`])),
  'with straight double quotes': (text) => jobLog(step('ask', [`##[error]${quotedBy('"', '"', text)}`])),
  'read in another encoding': (text) =>
    jobLog(step('ask', [`##[error]${text.replaceAll(/(?<=n)[’'](?=t\b)/g, 'â€™')}`])),
  'with an apostrophe that an encoding lacks': (text) =>
    jobLog(step('ask', [`##[error]${text.replaceAll(/(?<=n)[’'](?=t\b)/g, '?')}`])),
  'in colours whose escape was lost on the way': (text) =>
    jobLog(failing('ask', [`[31m${text.replaceAll(' ', ' [1m')}[0m`])),
  'in colours whose escape is shown': (text) =>
    jobLog(failing('ask', [`^[[31;1m${text.replaceAll(' ', ' ^[[1m')}^[[0m`])),
  'wrapped behind another program’s times': (text) =>
    folded(text)
      .map((part, at) => `2026-11-20 12:00:0${at},123 ${part}`)
      .join('\n'),
  'wrapped behind the times of GitHub’s page': (text) =>
    ['Run ask', ...folded(text)].map((part) => `Fri, 20 Nov 2026 12:00:00 GMT ${part}`).join('\n'),
  'behind a bar that a terminal drew': (text) =>
    jobLog(
      failing(
        'ask',
        folded(text).map((part) => `│ ${part}`),
      ),
    ),
  'in several at once': (text) =>
    `\ufeff${jobLog(
      failing(
        'ask',
        folded(quotedBy('‘', '’', text)).map((part) => `${ESC}[31m${part}${ESC}[0m`),
      ),
    ).replaceAll('\n', '\r\n')}`,
  'as a program marks its errors': (text) => jobLog(failing('ask', [`✖ ${text}`])),
  'behind the place in a program': (text) => jobLog(failing('go run .', [`main.go:41: ${text}`])),
  'of a step of a Docker build': (text) => jobLog(failing('docker build .', [`#12 3.456 ${text}`])),
  'with a hard blank between all words': (text) =>
    jobLog(step('ask', [`##[error]${text.replaceAll(' ', '\u00a0')}`])),
  'broken over lines by a terminal': (text) => jobLog(failing('ask', broken(text))),
  'wrapped between words': (text) => jobLog(failing('ask', folded(text))),
  'in a frame': (text) =>
    jobLog(failing('ask', ['╭─ Error ─╮', ...folded(text).map((part) => `│ ${part}   │`)])),
  'cut by a viewer': (_, cut) => jobLog(step('ask', [`##[error]${cut}`])),
  'as gh prints it': (text) => ofGh('ask', 'Ask the model', [...step('ask', [`##[error]${text}`])]),
  'copied from the page': (text) => ['Run ask', `Error: ${text}`].join('\n'),
  'without any marker': (text) => ['$ ask', text].join('\n'),
  'with Windows line ends': (text) => jobLog(step('ask', [`##[error]${text}`])).replaceAll('\n', '\r\n'),
  'with its consequences': (text) =>
    jobLog(step('ask', [`##[error]${text}`]), failing('report', ['cat: answer.json: No such file'])),
  'in a log whose end is missing': (text) => stamped([...SET_UP, ...step('ask', [text])]),
}

describe.each(Object.entries(DISGUISES))('%s', (_, disguised) => {
  test.each(SPECIMENS)('$cause (row $row): $text', ({ row, cause, text, cut }) => {
    const log = disguised(text, cut)
    const found = diagnoseText(readText(log))
    expect(found).toMatchObject([{ row, cause, line: expect.any(Number) }])
    const line = log.split(/\r?\n/)[(found[0]?.line ?? 0) - 1] ?? ''
    expect(line.replaceAll(COLOURS, '')).toContain(found[0]?.excerpt?.slice(0, 12))
    expect(found[0]?.repair ?? null).not.toBeNull()
  })
})

test('each of the thirty rows has a specimen, but those that only the world tells apart', () => {
  const shown = new Set(SPECIMENS.map(({ row }) => row))
  const missing = Array.from({ length: 30 }, (_, index) => index + 1).filter((row) => !shown.has(row))
  expect(missing).toEqual([1, 2, 3, 4, 5, 10, 14])
})

test.each(SPECIMENS)('may be broken anywhere: $text', ({ text, row, cause }) => {
  const stride = text.length > 150 ? 7 : 2
  const places = Array.from(
    { length: Math.floor((text.length - 1) / stride) },
    (_, index) => 1 + index * stride,
  )
  const missed = places.flatMap((at) => {
    const [found] = diagnoseText(readText(jobLog(failing('ask', [text.slice(0, at), text.slice(at)]))))
    return found?.row === row && found.cause === cause ? [] : [`${text.slice(0, at)}⏎${text.slice(at)}`]
  })
  expect(missed).toEqual([])
})

test.each([
  [17, '##[error]ExpiredToken'],
  [17, "  code: 'ExpiredTokenException',"],
  [17, '(Service: Sts, Status Code: 400, Error Code: ExpiredToken, Request ID: x)'],
  [24, '…/anthropic.claude-sonnet-4-6 with an explicit deny in a service control policy'],
])('row %i in its shortest: %s', (row, text) => {
  expect(diagnoseText(readText(jobLog(failing('ask', [text]))))).toMatchObject([{ row }])
})

test('what an organization denies of another service is not told as Bedrock’s', () => {
  const text =
    'x is not authorized to perform: s3:PutObject with an explicit deny in a service control policy'
  expect(diagnoseText(readText(jobLog(failing('ask', [text]))))).toMatchObject([{ cause: 'unknown' }])
})

describe('several at once', () => {
  const NOT_AUTHORIZED = `##[error]${SPECIMENS[0]?.text}`
  const EXPIRED =
    'An error occurred (ExpiredTokenException): The security token included in the request is expired'
  const WRAPPER =
    'The model eu.anthropic.claude-sonnet-4-6 is not available on your bedrock deployment. Try --model to switch.'

  test('the first is the cause, the rest its consequences', () => {
    const log = jobLog(
      step(CONFIGURE, ['Assuming role with OIDC', 'Assuming role with OIDC', NOT_AUTHORIZED]),
      failing('python ask.py', ['botocore.exceptions.NoCredentialsError: Unable to locate credentials']),
      failing('claude -p hello', [EXPIRED]),
    )
    expect(diagnoseText(readText(log))).toMatchObject([
      {
        cause: 'not-authorized',
        consequences: [
          { cause: 'no-credentials', line: expect.any(Number) },
          { cause: 'session-expired', row: 17 },
        ],
      },
    ])
  })

  test('any cause goes before a tool’s summary of it', () => {
    const log = jobLog(
      failing('claude -p hello', [WRAPPER, 'Too many tokens, please wait before trying again.']),
    )
    expect(diagnoseText(readText(log))).toMatchObject([{ row: 26 }])
  })

  test('an attempt gives way to what ended the step', () => {
    const log = jobLog(
      failing('claude -p hello', [
        'API Error: 429 Too many tokens, please wait before trying again. · Retrying in 4 seconds… (attempt 2/10)',
        'API Error: 403 The security token included in the request is expired',
      ]),
    )
    expect(diagnoseText(readText(log))).toMatchObject([{ row: 17, consequences: [] }])
  })

  test('each job of what gh prints has its own', () => {
    const one = ofGh('ask (eu)', 'Ask', step('ask', [NOT_AUTHORIZED]))
    const other = ofGh('ask (us)', 'UNKNOWN STEP', step('ask', ['##[error]Incorrect token audience']))
    expect(diagnoseText(readText(`${one}\n${other}`))).toMatchObject([
      { jobName: 'ask (eu)', cause: 'not-authorized' },
      { jobName: 'ask (us)', row: 7 },
    ])
  })
})

describe('row 14: the credentials are there, and the tool does not find them', () => {
  const LOST = 'API Error: Could not load credentials from any providers'

  test('after a role was taken it is the action', () => {
    const log = jobLog(
      step(CONFIGURE, [
        'Assuming role with OIDC',
        'Authenticated as assumedRoleId AROAEXAMPLE:GitHubActions',
      ]),
      failing('claude -p hello', [LOST]),
    )
    expect(diagnoseText(readText(log))).toMatchObject([
      { row: 14, cause: 'credentials-lost', confidence: 'likely', evidence: [{ label: 'role' }] },
    ])
  })

  test('without one, the job never took a role', () => {
    expect(diagnoseText(readText(jobLog(failing('claude -p hello', [LOST]))))).toMatchObject([
      { row: null, cause: 'no-credentials' },
    ])
  })

  test('where the step was told to keep them, it did', () => {
    const configure = [
      `##[group]Run ${CONFIGURE}`,
      'with:',
      '  output-env-credentials: false',
      '##[endgroup]',
      'Authenticated as assumedRoleId AROAEXAMPLE:GitHubActions',
    ]
    expect(diagnoseText(readText(jobLog(configure, failing('claude -p hello', [LOST]))))).toMatchObject([
      { row: null, cause: 'credentials-not-exported', confidence: 'certain' },
    ])
  })
})

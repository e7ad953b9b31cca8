import { describe, expect, it } from 'vitest'
import { evaluateIf, type Lookup, readsOfText, resolveExpression } from '../../shared/domain/expression'

const values: Record<string, string | boolean> = {
  'vars.REGION': 'eu-west-2',
  'vars.EMPTY': '',
  'env.MODE': 'fast',
  'inputs.flag': false,
  'inputs.text': 'false',
  'github.ref': 'refs/heads/main',
  'github.event.pull_request.number': '7',
  'needs.build.outputs.arn': 'arn:x',
}
/** `secrets` are there but unreadable; any other name that is not above is not set. */
const lookup: Lookup = (context, name) =>
  context === 'secrets' ? null : (values[`${context}.${name}`] ?? '')

describe('a value of a workflow resolves', () => {
  it.each([
    ['plain text', 'eu-west-1', 'eu-west-1'],
    ['a variable', '${{ vars.REGION }}', 'eu-west-2'],
    ['a variable by index', "${{ vars['REGION'] }}", 'eu-west-2'],
    ['a variable that is not set, as the empty string', '${{ vars.NOPE }}', ''],
    ['text around variables', 'r=${{ vars.REGION }};m=${{ env.MODE }}.', 'r=eu-west-2;m=fast.'],
    ['the default after ||', "${{ vars.EMPTY || 'us-east-1' }}", 'us-east-1'],
    ['the first of || that is not empty', "${{ vars.REGION || 'us-east-1' }}", 'eu-west-2'],
    ['the last of &&', "${{ vars.REGION && 'yes' }}", 'yes'],
    ['a choice', "${{ env.MODE == 'fast' && 'haiku' || 'opus' }}", 'haiku'],
    ['a comparison, which ignores case', "${{ env.MODE == 'FAST' }}", 'true'],
    ['an inequality', "${{ env.MODE != 'fast' }}", 'false'],
    ['a number', '${{ 3600 }}', '3600'],
    ['a quote in a string', "${{ 'it''s' }}", "it's"],
    ['braces in a string', "${{ 'a }} b' }}", 'a }} b'],
    ['format()', "${{ format('{0}-{1}', vars.REGION, env.MODE) }}", 'eu-west-2-fast'],
    ['a nested name', '${{ needs.build.outputs.arn }}', 'arn:x'],
    ['a name of the event', '${{ github.event.pull_request.number }}', '7'],
    ['an unclosed brace as text', 'a ${{ vars.REGION', 'a ${{ vars.REGION'],
  ])('%s', (_, text, value) => {
    expect(resolveExpression(text, lookup)).toMatchObject({ value, known: true })
  })

  it.each([
    ['a secret', '${{ secrets.ROLE }}'],
    ['text around a secret', 'a-${{ secrets.ROLE }}'],
    ['a choice that hangs on a secret', "${{ secrets.ROLE && 'a' || 'b' }}"],
    ['a context of the runner', '${{ runner.os }}'],
    ['a function of the files', "${{ hashFiles('**/lock') }}"],
    ['what is no expression', '${{ vars. }}'],
    ['a computed index', '${{ vars[env.MODE] }}'],
  ])('is not known before a run: %s', (_, text) => {
    expect(resolveExpression(text, lookup).known).toBe(false)
  })

  it('is known where the unknown part is not reached', () => {
    expect(resolveExpression('${{ vars.REGION || secrets.REGION }}', lookup)).toEqual({
      value: 'eu-west-2',
      known: true,
      reads: [{ context: 'vars', name: 'REGION' }],
    })
  })
})

it('every name of an expression is read, whichever way its conditions go', () => {
  expect(
    readsOfText("a ${{ vars.A || (secrets.B && format('{0}', vars['c'])) }} ${{ !vars[env.D] }}"),
  ).toEqual([
    { context: 'vars', name: 'A' },
    { context: 'secrets', name: 'B' },
    { context: 'vars', name: 'c' },
    { context: 'env', name: 'D' },
  ])
})

describe('an if:', () => {
  it.each([
    ["github.ref == 'refs/heads/main'", 'success', true],
    ["${{ github.ref == 'refs/heads/main' }}", 'success', true],
    ["github.ref == 'refs/heads/dev'", 'success', false],
    ["github.ref == 'refs/heads/main'", 'failure', false],
    ['always()', 'failure', true],
    ["always() && github.ref == 'refs/heads/dev'", 'failure', false],
    ['failure()', 'success', false],
    ['failure()', 'failure', true],
    ['success() || cancelled()', 'cancelled', true],
    ['!cancelled()', 'failure', true],
    ["startsWith(github.ref, 'refs/heads/')", 'success', true],
    ['inputs.flag', 'success', false],
    ['inputs.text', 'success', true],
    ['!inputs.flag', 'success', true],
    ['vars.NOPE', 'success', false],
  ] as const)('%s after %s: %s', (text, status, holds) => {
    expect(evaluateIf(text, lookup, status)).toEqual({ holds, known: true })
  })

  it('that hangs on something unknown says so', () => {
    expect(evaluateIf("secrets.ROLE != ''", lookup).known).toBe(false)
  })
})

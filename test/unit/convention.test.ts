import { describe, expect, it } from 'vitest'
import { AI_IMPLEMENT, AWS_VARIABLES, detectConvention } from '../../shared/domain/convention'
import { parseWorkflow } from '../../shared/domain/workflow-file'

function workflow({
  role,
  region,
  model,
  env = '',
}: {
  role: string
  region: string
  model?: string
  env?: string
}) {
  const text = `on: push
env:
  X: y
${env}jobs:
  ask:
    runs-on: x
    steps:
      - uses: aws-actions/configure-aws-credentials@v6
        with:
          role-to-assume: ${role}
          aws-region: ${region}
      - run: claude -p hi ${model === undefined ? '' : `--model ${model}`}
`
  const parsed = parseWorkflow('x.yml', text)
  if (!parsed.valid) throw new Error(JSON.stringify(parsed.errors))
  return parsed.file
}

const asVariables = {
  role: '${{ vars.AWS_ROLE_ARN }}',
  region: '${{ vars.AWS_REGION }}',
  model: '${{ vars.BEDROCK_MODEL_ID }}',
}

describe('the convention is what the workflow really reads', () => {
  it('three repository variables', () => {
    expect(detectConvention([workflow(asVariables)])).toEqual(AWS_VARIABLES)
  })

  it('through the env of the workflow', () => {
    const env = '  REGION: ${{ vars.AWS_REGION }}\n'
    expect(detectConvention([workflow({ ...asVariables, region: '${{ env.REGION }}', env })])).toEqual(
      AWS_VARIABLES,
    )
  })

  it('a secret and the variables of ai-implement, behind inputs', () => {
    const file = workflow({
      role: '${{ secrets.AWS_BEDROCK_ROLE_ARN }}',
      region: '${{ inputs.aws_region || vars.AI_IMPLEMENT_AWS_REGION }}',
    })
    expect(detectConvention([file])).toEqual(AI_IMPLEMENT)
  })

  it("the user's own names", () => {
    const file = workflow({ ...asVariables, role: '${{ secrets.CI_ROLE }}', model: 'eu.anthropic.claude-x' })
    expect(detectConvention([file])).toEqual({
      id: 'custom',
      role: { kind: 'secret', name: 'CI_ROLE' },
      region: { kind: 'variable', name: 'AWS_REGION' },
      model: null,
      fixed: [],
    })
  })

  it('none where everything is written out, and none without a workflow of ours', () => {
    expect(detectConvention([workflow({ role: 'arn:aws:iam::1:role/x', region: 'eu-west-2' })])).toBeNull()
    expect(detectConvention([])).toBeNull()
  })

  it('of the first job that reads any', () => {
    const literal = workflow({ role: 'arn:aws:iam::1:role/x', region: 'eu-west-2' })
    expect(detectConvention([literal, workflow(asVariables)])).toEqual(AWS_VARIABLES)
  })
})

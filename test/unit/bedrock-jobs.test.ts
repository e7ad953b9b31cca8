import { describe, expect, it } from 'vitest'
import { bedrockJobs, isOurs } from '../../shared/domain/bedrock-jobs'
import { parseWorkflow } from '../../shared/domain/workflow-file'

function jobsOf(text: string) {
  const parsed = parseWorkflow('.github/workflows/x.yml', text)
  if (!parsed.valid) throw new Error(JSON.stringify(parsed.errors))
  expect(isOurs(parsed.file)).toBe(bedrockJobs(parsed.file).length > 0)
  return bedrockJobs(parsed.file).map(({ job, ...rest }) => ({ id: job.id, ...rest }))
}

const configure = `      - uses: aws-actions/configure-aws-credentials@v6
        with:
          role-to-assume: \${{ vars.AWS_ROLE_ARN }}
          aws-region: \${{ vars.AWS_REGION }}
`
const job = (steps: string, before = '') =>
  `on: push\n${before}jobs:\n  ask:\n    runs-on: x\n    steps:\n${steps}`

describe('a job that configures credentials and calls Bedrock', () => {
  it('takes the model from the variable of its script', () => {
    const text = job(
      `${configure}      - env:\n          BEDROCK_MODEL_ID: \${{ vars.BEDROCK_MODEL_ID }}\n        run: python scripts/call_bedrock.py\n`,
    )
    expect(jobsOf(text)).toEqual([
      {
        id: 'ask',
        role: '${{ vars.AWS_ROLE_ARN }}',
        region: '${{ vars.AWS_REGION }}',
        callRegion: null,
        model: '${{ vars.BEDROCK_MODEL_ID }}',
        furtherModel: null,
        via: 'configure-step',
        lines: { role: 8, region: 9, model: 11 },
      },
    ])
  })

  it.each([
    ['claude -p hello --model eu.anthropic.claude-sonnet-4-6', 'eu.anthropic.claude-sonnet-4-6'],
    ['claude --model=eu.x -p hello', 'eu.x'],
    ['claude -p hello --model "$CLAUDE_MODEL"', '${{ vars.MODEL }}'],
    ['claude -p hello --model ${CLAUDE_MODEL} | tee out', '${{ vars.MODEL }}'],
    ['claude -p hello --model ${{ vars.OTHER }} --verbose', '${{ vars.OTHER }}'],
    ['aws bedrock-runtime converse --model-id eu.x --messages hi', 'eu.x'],
    ['aws bedrock-runtime converse --model-id "$CLAUDE_MODEL"', '${{ vars.MODEL }}'],
    // What a shell makes up, nobody can tell before it does.
    ['claude -p hello --model "$(cat model.txt)"', null],
    ['claude -p hello --model "${CLAUDE_MODEL:-eu.x}"', null],
    ['claude -p hello --model $SET_BEFORE', null],
  ])('takes the model from: %s', (run, model) => {
    const text = job(`${configure}      - run: ${run}\n`, 'env:\n  CLAUDE_MODEL: ${{ vars.MODEL }}\n')
    expect(jobsOf(text)[0]?.model).toBe(model)
  })

  it('of Claude Code takes no model that Claude Code does not read, nor one that it keeps for small tasks', () => {
    const text = (env: string) => job(`${configure}      - run: claude -p hi\n`, `env:\n${env}`)
    const both = '  BEDROCK_MODEL_ID: other\n  ANTHROPIC_MODEL: eu.x\n'
    expect(jobsOf(text(both))[0]?.model).toBe('eu.x')
    expect(jobsOf(text('  BEDROCK_MODEL_ID: other\n'))[0]?.model).toBeNull()
    const small = '  ANTHROPIC_SMALL_FAST_MODEL: eu.small\n'
    expect(jobsOf(text(small))[0]?.model).toBeNull()
    expect(jobsOf(text(small).replace('claude -p hi', 'python ask_claude.py'))[0]?.model).toBeNull()
  })

  it('points at the line of a script that names the model', () => {
    const text = job(`${configure}      - run: |\n          echo\n          claude -p hi --model m\n`)
    expect(jobsOf(text)[0]?.lines.model).toBe(12)
  })

  it('takes the region from the environment where the step has none', () => {
    const without = configure.replace(/ {10}aws-region.*\n/, '')
    const text = job(`${without}      - run: claude -p hi\n`, 'env:\n  AWS_REGION: eu-west-2\n')
    expect(jobsOf(text)[0]).toMatchObject({ region: 'eu-west-2', lines: { region: 3 } })
  })

  it.each([
    ['another step has it', `      - env:\n          AWS_REGION: eu-west-2\n        run: claude -p hi\n`, ''],
    ['AWS_DEFAULT_REGION has it', '      - run: claude -p hi\n', 'env:\n  AWS_DEFAULT_REGION: eu-west-2\n'],
  ])('has no region where only %s: the action reads neither', (_, step, before) => {
    const without = configure.replace(/ {10}aws-region.*\n/, '')
    expect(jobsOf(job(without + step, before))[0]?.region).toBeNull()
  })

  it('tells the region of a step that calls Bedrock elsewhere than credentials are configured for', () => {
    const text = job(`${configure}      - env:\n          AWS_REGION: us-west-2\n        run: claude -p hi\n`)
    expect(jobsOf(text)[0]).toMatchObject({
      region: '${{ vars.AWS_REGION }}',
      callRegion: { text: 'us-west-2', line: 11 },
    })
    const other = job(
      `${configure}      - env:\n          AWS_REGION: us-west-2\n        run: ./sync\n      - run: claude -p\n`,
    )
    expect(jobsOf(other)[0]?.callRegion).toBeNull()
  })

  it.each([
    ['aws bedrock-runtime converse --model-id m --region us-west-2', 'us-west-2'],
    ['aws --region=us-west-2 bedrock-runtime converse --model-id m', 'us-west-2'],
    ['aws bedrock-runtime converse --region "${{ vars.ELSEWHERE }}" --model-id m', '${{ vars.ELSEWHERE }}'],
    ['aws bedrock-runtime converse --region ${{ vars.AWS_REGION }} --model-id m', undefined],
    ['aws bedrock-runtime converse --region "$AWS_REGION" --model-id m', undefined],
    ['aws s3 ls --region us-west-2; aws bedrock-runtime converse --model-id m', undefined],
  ])('tells the region that a command names: %s', (run, region) => {
    expect(jobsOf(job(`${configure}      - run: ${run}\n`))[0]?.callRegion?.text).toBe(region)
  })

  it('tells that a later step calls another model', () => {
    const steps = (second: string) =>
      `${configure}      - run: claude -p hi --model eu.x\n      - run: claude -p ho --model ${second}\n`
    expect(jobsOf(job(steps('eu.y')))[0]).toMatchObject({ model: 'eu.x', furtherModel: { text: 'eu.y' } })
    expect(jobsOf(job(steps('eu.x')))[0]?.furtherModel).toBeNull()
  })

  it('says null for a model that only its script knows', () => {
    expect(jobsOf(job(`${configure}      - run: python ask_claude.py\n`))[0]?.model).toBeNull()
  })
})

describe('not ours', () => {
  it('is a job that takes a role for something else', () => {
    expect(jobsOf(job(`${configure}      - run: aws s3 sync . s3://bucket\n`))).toEqual([])
  })

  it('is a job that calls Bedrock with static keys', () => {
    const keys = configure.replace('role-to-assume', 'aws-access-key-id')
    expect(jobsOf(job(`${keys}      - run: python call_bedrock.py\n`))).toEqual([])
  })

  it("is a deployment beside a Bedrock job, whatever the workflow's own env says", () => {
    const text = `${job(`${configure}      - run: claude -p hi\n`, 'env:\n  BEDROCK_MODEL_ID: m\n')}  deploy:
    runs-on: x
    steps:
${configure}      - run: ./deploy.sh
`
    expect(jobsOf(text).map(({ id }) => id)).toEqual(['ask'])
  })
})

describe("Anthropic's action", () => {
  const action = (inputs: string) =>
    job(`${configure}      - uses: anthropics/claude-code-action@v1\n        with:\n${inputs}`)

  it('on Bedrock takes the model from its arguments', () => {
    const text = action(
      '          use_bedrock: "true"\n          claude_args: --max-turns 3 --model ${{ vars.M }}\n',
    )
    expect(jobsOf(text)).toMatchObject([
      {
        via: 'claude-action',
        role: '${{ vars.AWS_ROLE_ARN }}',
        model: '${{ vars.M }}',
        lines: { model: 13 },
      },
    ])
  })

  it.each([
    ['@beta', '${{ vars.M }}'],
    ['@v0.0.63', '${{ vars.M }}'],
    // Since its first version the action passes such an input over.
    ['@v1', '${{ vars.N }}'],
    [`@${'a'.repeat(40)}`, null],
  ])('%s takes from an input: %s', (version, model) => {
    const inputs = '          use_bedrock: true\n          model: ${{ vars.M }}\n'
    const text = `env:\n  ANTHROPIC_MODEL: \${{ vars.N }}\n${action(inputs).replace('action@v1', `action${version}`)}`
    expect(jobsOf(text)[0]?.model).toBe(model)
  })

  it('without a role says so', () => {
    const text = job(
      '      - uses: anthropics/claude-code-action@v1\n        with:\n          use_bedrock: "true"\n',
    )
    expect(jobsOf(text)).toMatchObject([{ via: 'claude-action', role: null, region: null }])
  })
})

describe('a job that calls a workflow', () => {
  it('passes role, region and model as inputs', () => {
    const text = `on: push
jobs:
  ask:
    uses: ./.github/workflows/ask.yml
    with:
      aws_role_arn: \${{ vars.AWS_ROLE_ARN }}
      aws_region: eu-west-2
      model_id: m
`
    expect(jobsOf(text)).toEqual([
      {
        id: 'ask',
        role: '${{ vars.AWS_ROLE_ARN }}',
        region: 'eu-west-2',
        callRegion: null,
        model: 'm',
        furtherModel: null,
        via: 'called-workflow',
        lines: { role: 6, region: 7, model: 8 },
      },
    ])
  })

  it('passes the role as a secret', () => {
    const text = `on: push
jobs:
  ask:
    uses: acme/ai/.github/workflows/ai-implement.yml@v1
    with:
      provider: bedrock
      aws_region: \${{ vars.AI_IMPLEMENT_AWS_REGION }}
    secrets:
      AWS_BEDROCK_ROLE_ARN: \${{ secrets.AWS_BEDROCK_ROLE_ARN }}
`
    expect(jobsOf(text)).toMatchObject([
      {
        role: '${{ secrets.AWS_BEDROCK_ROLE_ARN }}',
        model: null,
        lines: { role: 9, region: 7, model: null },
      },
    ])
  })

  it('passes all of its secrets', () => {
    const text =
      'on: push\njobs:\n  a:\n    uses: acme/ai/.github/workflows/bedrock.yml@v1\n    secrets: inherit\n'
    expect(jobsOf(text)).toMatchObject([{ role: null, via: 'called-workflow' }])
  })

  it('passes nothing, where the name of the called file tells', () => {
    const call = (path: string) => jobsOf(`on: push\njobs:\n  a:\n    uses: ${path}\n`)
    expect(call('./.github/workflows/ask-bedrock.yml')).toMatchObject([{ role: null, model: null }])
    expect(call('acme/bedrock-infra/.github/workflows/deploy.yml@v1')).toEqual([])
  })

  it('is not ours when it deploys', () => {
    const text =
      'on: push\njobs:\n  a:\n    uses: ./.github/workflows/deploy.yml\n    with:\n      role: ${{ vars.DEPLOY_ROLE }}\n'
    expect(jobsOf(text)).toEqual([])
  })
})

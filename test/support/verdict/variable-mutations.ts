import type { Blueprint } from '../../../electron/sandbox/seed/blueprint'
import { implementWorkflow } from '../../../electron/sandbox/seed/workflow-texts'
import {
  both,
  type Change,
  EARLY,
  edited,
  expression,
  type Mutation,
  type Place,
  told,
  variables,
  works,
} from './mutation'

const REGION = expression('vars.AWS_REGION')
const MODEL = expression('vars.BEDROCK_MODEL_ID')
const ROLE = expression('vars.AWS_ROLE_ARN')

const arnOf = ({ role, account }: Place) => `arn:aws:iam::${account.id}:role${role.path}${role.name}`
const written = (from: string, to: (place: Place) => string) =>
  edited((text, place) => text.replaceAll(from, to(place)))
const input = (line: string) =>
  edited((text) => text.replace(/^( +)aws-region:/m, `$1${line}\n$1aws-region:`))
const ofJob = (lines: string) => edited((text) => text.replace('    runs-on', `${lines}\n    runs-on`))
const withoutRegion = edited((text) => text.replace(/ +aws-region: .*\n/, ''))
const dispatchInput = (text: string) =>
  edited((file) =>
    file
      .replace('  workflow_dispatch:', `  workflow_dispatch:\n    inputs:\n      model: ${text}`)
      .replace(MODEL, expression('inputs.model')),
  )

const IN_PRODUCTION: Partial<Blueprint> = {
  environments: ['Production'],
  wish: { on: ['workflow_dispatch:'], environment: 'production', idToken: true },
  trusts: ({ prefix }) => `${prefix}:environment:production`,
}
const BY_HAND: Partial<Blueprint> = {
  wish: { on: ['workflow_dispatch:'], environment: null, idToken: true },
}
const IN_A_SECRET: Blueprint['holders'] = {
  role: { kind: 'secret', name: 'AWS_BEDROCK_ROLE_ARN' },
  region: { kind: 'variable', name: 'AI_IMPLEMENT_AWS_REGION', in: 'repository' },
  model: { kind: 'variable', name: 'BEDROCK_MODEL_ID', in: 'repository' },
}

/** Puts a variable into the repository's environment. */
const inEnvironment =
  (name: string, value: string): Change =>
  ({ repository }) => {
    repository.environments[0]?.variables.push({ name, value, createdAt: EARLY, updatedAt: EARLY })
  }

/** Moves every variable into the repository's environment. */
const allInEnvironment: Change = (place) => {
  for (const { name, value } of place.repository.variables) inEnvironment(name, value)(place)
  place.repository.variables = []
}

/** Gives the organization a variable, for this repository or for none. */
const inOrganization =
  (name: string, value: string, here: boolean): Change =>
  ({ world, repository }) => {
    const owner = world.github.owners.find(({ login }) => login === 'acme')
    const selected = here ? [repository.id] : []
    owner?.variables.push({
      name,
      value,
      createdAt: EARLY,
      updatedAt: EARLY,
      visibility: 'selected',
      selected,
    })
  }

const absent = told('variables', 'missing')
const malformed = told('variables', 'drift')
const noRole = told('trust', 'missing')

/** Where role, region and model come from (GitHub Docs: variables, contexts; the inputs of the configure action). */
export const VARIABLE_MUTATIONS: Mutation[] = [
  ...['AWS_ROLE_ARN', 'AWS_REGION', 'BEDROCK_MODEL_ID'].map((name) =>
    absent(
      `no ${name}`,
      variables(() => ({ [name]: null })),
    ),
  ),
  works(
    'the region in the organization',
    both(
      written(REGION, () => expression('vars.ORG_A')),
      inOrganization('ORG_A', 'us-east-1', true),
    ),
  ),
  absent(
    'the organization’s variable, not for this repository',
    both(
      written(REGION, () => expression('vars.ORG_B')),
      inOrganization('ORG_B', 'us-east-1', false),
    ),
  ),
  works(
    'the repository before the organization',
    both(
      written(REGION, () => expression('vars.ORG_C')),
      both(
        inOrganization('ORG_C', 'nonsense', true),
        variables(() => ({ ORG_C: 'us-east-1' })),
      ),
    ),
  ),
  told('modelAccess', 'missing')(
    'the environment before the repository',
    inEnvironment('BEDROCK_MODEL_ID', 'amazon.no-such-model'),
    IN_PRODUCTION,
  ),
  works('all in the environment that the job names', allInEnvironment, IN_PRODUCTION),
  absent('all in an environment that the job does not name', allInEnvironment, {
    environments: ['production'],
  }),
  told('trust', 'drift')('an environment that the role does not trust', ofJob('    environment: production')),
  told('trust', 'drift')(
    'an environment named by a variable',
    both(
      ofJob(`    environment: ${expression('vars.STAGE')}`),
      variables(() => ({ STAGE: 'production' })),
    ),
  ),
  told('trust', 'unknown')(
    'an environment named by the run',
    ofJob(`    environment: ${expression('github.ref_name')}`),
  ),
  works(
    'a role in a path',
    both(
      ({ role }) => {
        role.path = '/ci/'
      },
      variables((place) => ({ AWS_ROLE_ARN: arnOf(place) })),
    ),
  ),
  noRole('a role without its path', ({ role }) => {
    role.path = '/ci/'
  }),
  noRole(
    'a role of the wrong account',
    variables((place) => ({ AWS_ROLE_ARN: arnOf(place).replace('111122223333', '444455556666') })),
  ),
  noRole(
    'a role that does not exist',
    variables((place) => ({ AWS_ROLE_ARN: `${arnOf(place)}-gone` })),
  ),
  malformed(
    'a role by its name alone',
    variables(({ role }) => ({ AWS_ROLE_ARN: role.name })),
  ),
  works(
    'a role with blanks around it',
    variables((place) => ({ AWS_ROLE_ARN: ` ${arnOf(place)} ` })),
  ),
  malformed(
    'a model with a blank behind it',
    variables(() => ({ BEDROCK_MODEL_ID: 'us.anthropic.claude-sonnet-4-6 ' })),
  ),
  malformed(
    'a region with a line break behind it',
    variables(() => ({ AWS_REGION: 'us-east-1\n' })),
  ),
  malformed(
    'a region that is none',
    variables(() => ({ AWS_REGION: 'N. Virginia' })),
  ),
  works(
    'names in other case',
    written(REGION, () => expression('vars.aws_region')),
  ),
  works('a role written out', written(ROLE, arnOf)),
  noRole(
    'a wrong role written out',
    written(ROLE, (place) => `${arnOf(place)}-gone`),
  ),
  works(
    'the region through env of the workflow',
    both(
      written(REGION, () => expression('env.PLACE')),
      edited((text) => text.replace('jobs:', `env:\n  PLACE: ${REGION}\njobs:`)),
    ),
  ),
  works(
    'a default in the expression',
    both(
      written(REGION, () => expression("vars.NOWHERE || 'us-east-1'")),
      variables(() => ({ AWS_REGION: null })),
    ),
  ),
  works(
    'AWS_REGION of the job in place of the input',
    both(withoutRegion, ofJob(`    env:\n      AWS_REGION: ${REGION}`)),
  ),
  absent('AWS_REGION of a later step in place of the input', withoutRegion),
  absent(
    'AWS_DEFAULT_REGION in place of the input',
    both(withoutRegion, ofJob('    env:\n      AWS_DEFAULT_REGION: us-east-1')),
  ),
  told('modelAccess', 'drift')(
    'a call in another region than configured',
    edited((text) => text.replace(/AWS_REGION: \$.*\n/, 'AWS_REGION: eu-west-2\n')),
  ),
  told('variables', 'unknown', 'refused')('a required input', dispatchInput('{ required: true }')),
  works('an input with a default', dispatchInput('{ default: us.anthropic.claude-sonnet-4-6 }'), BY_HAND),
  told(
    'variables',
    'unknown',
    'success',
  )(
    'an input with a default, which a push leaves empty',
    dispatchInput('{ default: us.anthropic.claude-sonnet-4-6 }'),
  ),
  told('provider', 'drift')('an audience of its own', input('audience: https://example.test')),
  told('trust', 'drift')('a session longer than the role gives', input('role-duration-seconds: 7200')),
  works(
    'a session as long as the role gives',
    both(input('role-duration-seconds: 7200'), ({ role }) => {
      role.maxSessionDuration = 7200
    }),
  ),
  told('trust', 'drift')('a session shorter than STS gives', input('role-duration-seconds: 60')),
  works('a session of half an hour', input('role-duration-seconds: 1800')),
  told('workflow', 'unknown')(
    'static keys beside the role',
    input('aws-access-key-id: AKIAEXAMPLE\n          aws-secret-access-key: none'),
  ),
  told('variables', 'unknown', 'success')('a role in a secret', undefined, {
    workflow: implementWorkflow,
    holders: IN_A_SECRET,
  }),
  absent(
    'a role in a secret that is not there',
    ({ repository }) => {
      repository.secrets = []
    },
    { workflow: implementWorkflow, holders: IN_A_SECRET },
  ),
]

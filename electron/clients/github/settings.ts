import { type RepositoryName, splitRepository } from '../../../shared/domain/ids'
import type { GithubClient } from '../github-port'
import { asking, statusOf } from './errors'
import type { Octokit } from './octokit'
import { seal } from './seal'

type SettingCalls = Pick<
  GithubClient,
  'variable' | 'setVariable' | 'deleteVariable' | 'secretExists' | 'setSecret' | 'deleteSecret'
>

const REPOSITORY_VARIABLE = '/repos/{owner}/{repo}/actions/variables/{name}'
const ENVIRONMENT_VARIABLE = '/repos/{owner}/{repo}/environments/{environment_name}/variables/{name}'

/** Variables and secrets of a repository or of one of its environments. */
export function settingCalls(octokit: Octokit): SettingCalls {
  const variable: SettingCalls['variable'] = (repository, environment, name) =>
    asking(`read the variable ${name} of ${repository}`, () =>
      orNull(async () => {
        const place = { ...repo(repository), name }
        const { data } =
          environment === null
            ? await octokit.request(`GET ${REPOSITORY_VARIABLE}`, place)
            : await octokit.request(`GET ${ENVIRONMENT_VARIABLE}`, {
                ...place,
                environment_name: environment,
              })
        return data.value
      }),
    )

  return {
    variable,
    /* GitHub has no upsert: a name that exists is patched, another is posted. */
    async setVariable(repository, environment, name, value) {
      const exists = (await variable(repository, environment, name)) !== null
      const place = { ...repo(repository), name, value }
      await asking(`set the variable ${name} of ${repository}`, async () => {
        if (environment !== null) {
          const inEnvironment = { ...place, environment_name: environment }
          if (exists) await octokit.request(`PATCH ${ENVIRONMENT_VARIABLE}`, inEnvironment)
          else
            await octokit.request(
              'POST /repos/{owner}/{repo}/environments/{environment_name}/variables',
              inEnvironment,
            )
        } else if (exists) await octokit.request(`PATCH ${REPOSITORY_VARIABLE}`, place)
        else await octokit.request('POST /repos/{owner}/{repo}/actions/variables', place)
      })
    },
    deleteVariable: (repository, environment, name) =>
      asking(`delete the variable ${name} of ${repository}`, async () => {
        const place = { ...repo(repository), name }
        if (environment === null) await octokit.request(`DELETE ${REPOSITORY_VARIABLE}`, place)
        else
          await octokit.request(`DELETE ${ENVIRONMENT_VARIABLE}`, { ...place, environment_name: environment })
      }),
    ...secretCalls(octokit),
  }
}

const REPOSITORY_SECRET = '/repos/{owner}/{repo}/actions/secrets/{secret_name}'
const ENVIRONMENT_SECRET = '/repos/{owner}/{repo}/environments/{environment_name}/secrets/{secret_name}'

function secretCalls(octokit: Octokit): Pick<SettingCalls, 'secretExists' | 'setSecret' | 'deleteSecret'> {
  return {
    secretExists: (repository, environment, name) =>
      asking(`look for the secret ${name} of ${repository}`, async () => {
        const place = { ...repo(repository), secret_name: name }
        const found = await orNull(() =>
          environment === null
            ? octokit.request(`GET ${REPOSITORY_SECRET}`, place)
            : octokit.request(`GET ${ENVIRONMENT_SECRET}`, { ...place, environment_name: environment }),
        )
        return found !== null
      }),
    setSecret: (repository, environment, name, value) =>
      asking(`set the secret ${name} of ${repository}`, async () => {
        const place = { ...repo(repository), environment_name: environment ?? '' }
        const { data: key } = await (environment === null
          ? octokit.request('GET /repos/{owner}/{repo}/actions/secrets/public-key', repo(repository))
          : octokit.request(
              'GET /repos/{owner}/{repo}/environments/{environment_name}/secrets/public-key',
              place,
            ))
        const sealed = { secret_name: name, encrypted_value: await seal(value, key.key), key_id: key.key_id }
        if (environment === null)
          await octokit.request(`PUT ${REPOSITORY_SECRET}`, { ...repo(repository), ...sealed })
        else await octokit.request(`PUT ${ENVIRONMENT_SECRET}`, { ...place, ...sealed })
      }),
    deleteSecret: (repository, environment, name) =>
      asking(`delete the secret ${name} of ${repository}`, async () => {
        const place = { ...repo(repository), secret_name: name }
        if (environment === null) await octokit.request(`DELETE ${REPOSITORY_SECRET}`, place)
        else
          await octokit.request(`DELETE ${ENVIRONMENT_SECRET}`, { ...place, environment_name: environment })
      }),
  }
}

/** What a call answers, or null where GitHub says 404. */
export async function orNull<T>(call: () => Promise<T>): Promise<T | null> {
  try {
    return await call()
  } catch (error) {
    if (statusOf(error) === 404) return null
    throw error
  }
}

/** The two parameters that every repository route takes. */
export function repo(repository: RepositoryName): { owner: string; repo: string } {
  const { owner, name } = splitRepository(repository)
  return { owner, repo: name }
}

import { GetUseCaseForModelAccessCommand, PutUseCaseForModelAccessCommand } from '@aws-sdk/client-bedrock'
import { partitionOf } from '../../../shared/domain/ids'
import type { UseCaseForm } from '../../../shared/domain/setup'
import { absentAsNull, calling } from './errors'
import { type AwsSession, HOME_REGIONS } from './session'

/** The form is account-wide and lives in the partition's home region (field-notes §3). */
const bedrockOfForm = (session: AwsSession) => session.bedrock(HOME_REGIONS[partitionOf(session.region)])

/** Whether Anthropic's first-time-use form was submitted in this account. */
export async function readUseCaseForm(
  session: AwsSession,
  signal?: AbortSignal,
): Promise<'submitted' | 'missing'> {
  const call = { action: 'bedrock:GetUseCaseForModelAccess', profile: session.profile }
  const found = await absentAsNull(() =>
    calling(call, async () => {
      const answer = await bedrockOfForm(session).send(new GetUseCaseForModelAccessCommand({}), {
        ...(signal ? { abortSignal: signal } : {}),
      })
      return answer.formData ?? null
    }),
  )
  return found && found.length > 0 ? 'submitted' : 'missing'
}

/** Submits the form; AWS takes it once. */
export function putUseCaseForm(session: AwsSession, form: UseCaseForm): Promise<void> {
  const call = { action: 'bedrock:PutUseCaseForModelAccess', profile: session.profile }
  return calling(call, async () => {
    const formData = new TextEncoder().encode(JSON.stringify(form))
    await bedrockOfForm(session).send(new PutUseCaseForModelAccessCommand({ formData }))
  })
}

import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  DeleteOpenIDConnectProviderCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  PutRolePolicyCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam'
import type { AwsClient } from '../aws-port'
import { calling } from './errors'
import type { AwsSession } from './session'

type Changes = Pick<
  AwsClient,
  | 'createProvider'
  | 'addAudience'
  | 'removeAudience'
  | 'deleteProvider'
  | 'createRole'
  | 'deleteRole'
  | 'updateTrust'
  | 'putRolePolicy'
  | 'deleteRolePolicy'
>

/** Every change that Rolecall makes in IAM. One call each; AWS's refusal is the caller's to show. */
export function iamChanges(session: () => Promise<AwsSession>): Changes {
  const change = async <T>(action: string, perform: (iam: AwsSession['iam']) => Promise<T>): Promise<T> => {
    const { iam, profile } = await session()
    return calling({ action: `iam:${action}`, profile }, () => perform(iam))
  }
  const providerClient = (providerArn: string, clientId: string) => ({
    OpenIDConnectProviderArn: providerArn,
    ClientID: clientId,
  })
  return {
    createProvider: (url, clientIds) =>
      change('CreateOpenIDConnectProvider', async (iam) => {
        const input = { Url: url, ClientIDList: clientIds }
        return arnOf((await iam.send(new CreateOpenIDConnectProviderCommand(input))).OpenIDConnectProviderArn)
      }),
    addAudience: (providerArn, clientId) =>
      change('AddClientIDToOpenIDConnectProvider', async (iam) => {
        await iam.send(new AddClientIDToOpenIDConnectProviderCommand(providerClient(providerArn, clientId)))
      }),
    removeAudience: (providerArn, clientId) =>
      change('RemoveClientIDFromOpenIDConnectProvider', async (iam) => {
        await iam.send(
          new RemoveClientIDFromOpenIDConnectProviderCommand(providerClient(providerArn, clientId)),
        )
      }),
    deleteProvider: (providerArn) =>
      change('DeleteOpenIDConnectProvider', async (iam) => {
        await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: providerArn }))
      }),
    createRole: ({ name, path, trust, description, tags }) =>
      change('CreateRole', async (iam) => {
        const answer = await iam.send(
          new CreateRoleCommand({
            RoleName: name,
            Path: path,
            AssumeRolePolicyDocument: trust,
            Description: description,
            Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
          }),
        )
        return arnOf(answer.Role?.Arn)
      }),
    deleteRole: (name) =>
      change('DeleteRole', async (iam) => {
        await iam.send(new DeleteRoleCommand({ RoleName: name }))
      }),
    updateTrust: (name, document) =>
      change('UpdateAssumeRolePolicy', async (iam) => {
        await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument: document }))
      }),
    putRolePolicy: (name, policy, document) =>
      change('PutRolePolicy', async (iam) => {
        await iam.send(
          new PutRolePolicyCommand({ RoleName: name, PolicyName: policy, PolicyDocument: document }),
        )
      }),
    deleteRolePolicy: (name, policy) =>
      change('DeleteRolePolicy', async (iam) => {
        await iam.send(new DeleteRolePolicyCommand({ RoleName: name, PolicyName: policy }))
      }),
  }
}

function arnOf(arn: string | undefined): string {
  if (arn === undefined) throw new Error('IAM answered a creation without an ARN.')
  return arn
}

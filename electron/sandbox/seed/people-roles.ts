import type { AwsRole } from '../aws/aws-world'
import { RESERVED_PATH } from '../aws/identity-center/portal'

/** The role behind a profile that asks for an MFA code. */
export const OPERATOR = 'operator'

const LOOKING = ['iam:Get*', 'iam:List*', 'iam:SimulatePrincipalPolicy', 'bedrock:Get*', 'bedrock:List*']

/** The roles that people of an account sign in to: two permission sets, and one for whoever has a device. */
export function peopleRoles(account: string, createdAt: string): AwsRole[] {
  const saml = {
    Principal: { Federated: `arn:aws:iam::${account}:saml-provider/AWSSSO_DO_NOT_DELETE` },
    Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
    Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
  }
  const device = {
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: 'sts:AssumeRole',
    Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  }
  const role = (name: string, path: string, trust: object, actions: string[]): AwsRole => ({
    name,
    path,
    id: `AROA${name
      .toUpperCase()
      .replaceAll(/[^A-Z]/g, '')
      .slice(0, 17)
      .padEnd(17, 'X')}`,
    createdAt,
    changedAt: createdAt,
    description: '',
    maxSessionDuration: 43_200,
    trust: document(trust),
    inlinePolicies: { permissions: document({ Action: actions, Resource: '*' }) },
    attachedPolicyArns: [],
    boundaryArn: null,
    tags: {},
    lastUsedAt: null,
    lastUsedRegion: null,
  })
  return [
    role('AWSReservedSSO_AdministratorAccess_9f2c1d7a4b8e0635', RESERVED_PATH, saml, ['*']),
    role('AWSReservedSSO_ViewOnlyAccess_1b6e93d5c07a42f8', RESERVED_PATH, saml, LOOKING),
    role(OPERATOR, '/', device, ['*']),
  ]
}

function document(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] })
}

import type { ModelCall } from '../aws-calls'
import type { BedrockScript } from './bedrock-script'

/** Why a script that calls Bedrock ended. */
export type ScriptError =
  | { kind: 'missing-variable'; name: string }
  | { kind: 'no-region' }
  | { kind: 'no-model' }
  | { kind: 'no-credentials' }
  | { kind: 'no-endpoint'; call: ModelCall }
  | { kind: 'refused'; code: string; message: string }

interface Place {
  file: string
  text: string
  script: BedrockScript
}

/** Errors that Bedrock's API description names; boto3 makes a class of each, and a `ClientError` of any other. */
const MODELLED = [
  'AccessDeniedException',
  'InternalServerException',
  'ModelErrorException',
  'ModelNotReadyException',
  'ModelTimeoutException',
  'ResourceNotFoundException',
  'ServiceQuotaExceededException',
  'ServiceUnavailableException',
  'ThrottlingException',
  'ValidationException',
]

/** A Python traceback as boto3 leaves it. */
export function botoError(error: ScriptError, { file, text, script }: Place): string[] {
  const source = text.split('\n')[script.line - 1]?.trim() ?? ''
  return [
    'Traceback (most recent call last):',
    `  File "${file}", line ${script.line}, in <module>`,
    `    ${source}`,
    ...(error.kind === 'refused' ? BOTO_FRAMES : []),
    botoMessage(error, script),
  ]
}

const BOTO = '/home/runner/.local/lib/python3.12/site-packages/botocore/client.py'
const BOTO_FRAMES = [
  `  File "${BOTO}", line 602, in _api_call`,
  '    return self._make_api_call(operation_name, kwargs)',
  '           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^',
  `  File "${BOTO}", line 1078, in _make_api_call`,
  '    raise error_class(parsed_response, operation_name)',
]

function botoMessage(error: ScriptError, { operation }: BedrockScript): string {
  switch (error.kind) {
    case 'missing-variable':
      return `KeyError: '${error.name}'`
    case 'no-region':
      return 'botocore.exceptions.NoRegionError: You must specify a region.'
    case 'no-model':
      return (
        'botocore.exceptions.ParamValidationError: Parameter validation failed:\n' +
        'Invalid length for parameter modelId, value: 0, valid min length: 1'
      )
    case 'no-credentials':
      return 'botocore.exceptions.NoCredentialsError: Unable to locate credentials'
    case 'no-endpoint':
      return `botocore.exceptions.EndpointConnectionError: Could not connect to the endpoint URL: "${addressOf(error.call)}"`
    case 'refused': {
      const type = MODELLED.includes(error.code)
        ? `botocore.errorfactory.${error.code}`
        : 'botocore.exceptions.ClientError'
      return `${type}: An error occurred (${error.code}) when calling the ${operation} operation: ${error.message}`
    }
    default: {
      const unreachable: never = error
      return unreachable
    }
  }
}

function addressOf({ region, model, operation }: ModelCall): string {
  const verb = operation === 'Converse' ? 'converse' : 'invoke'
  return `https://bedrock-runtime.${region}.amazonaws.com/model/${encodeURIComponent(model)}/${verb}`
}

/** What Node prints for an error of the AWS SDK for JavaScript that nobody caught. */
export function sdkError(error: ScriptError, { file, script }: Place): string[] {
  const [name, message] = sdkMessage(error)
  return [`${name}: ${message}`, `    at async file://${file}:${script.line}:20`, '', 'Node.js v24.11.0']
}

function sdkMessage(error: ScriptError): [name: string, message: string] {
  switch (error.kind) {
    case 'missing-variable':
      return ['Error', `${error.name} is not set`]
    case 'no-region':
      return ['Error', 'Region is missing']
    case 'no-model':
      return ['Error', 'No value provided for input HTTP label: modelId.']
    case 'no-credentials':
      return ['CredentialsProviderError', 'Could not load credentials from any providers']
    case 'no-endpoint':
      return ['Error', `getaddrinfo ENOTFOUND bedrock-runtime.${error.call.region}.amazonaws.com`]
    case 'refused':
      return [error.code, error.message]
    default: {
      const unreachable: never = error
      return unreachable
    }
  }
}

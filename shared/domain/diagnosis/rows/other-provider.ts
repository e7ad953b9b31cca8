import { AUTHOR, type Family, type Row, someoneElse, words } from '../row'

/** Silent in field-notes §7: a run that asks somebody else than Bedrock, and is red without a key or green with one. */
const OTHER_PROVIDER_ROWS: readonly Row[] = [
  {
    row: null,
    cause: 'not-on-bedrock',
    title: 'Claude Code was not told to use Bedrock',
    texts: [
      'Invalid API key · Please run /login',
      'Either ANTHROPIC_API_KEY or CLAUDE_CODE_OAUTH_TOKEN is required when using direct Anthropic API.',
    ],
    pattern: words(
      'Invalid API key . Please run /login|ANTHROPIC_API_KEY or CLAUDE_CODE_OAUTH_TOKEN is required when using direct',
    ),
    marks: [
      'Invalid API key',
      'Please run /login',
      'CLAUDE_CODE_OAUTH_TOKEN is',
      'when using direct Anthropic',
    ],
    says: () =>
      'The step asks Anthropic itself, and has no key for it. It needs use_bedrock: "true", or CLAUDE_CODE_USE_BEDROCK=1 in its environment.',
    settledBy: ['workflow.call'],
    otherwise: () =>
      someoneElse(AUTHOR, 'Set use_bedrock: "true" for the action, or CLAUDE_CODE_USE_BEDROCK: "1".'),
    toldBy: 'The text alone.',
    mend: 'The author turns Bedrock on in the step.',
  },
  {
    row: null,
    cause: 'fell-back',
    title: 'The run asked another provider than Bedrock',
    texts: [
      'AI_IMPLEMENT_PROVIDER is not set; falling back to the Anthropic provider',
      'Using provider: anthropic',
    ],
    pattern: words(
      'fall(?:ing|s|en)? back to (?:the )?(?<first>anthropic|openai|vertex|direct)|\\b(?:using|selected|resolved|effective)? ?provider ?[:=] ?"?(?<second>anthropic|openai|vertex|gemini|google)\\b|Answered by (?<third>api\\.anthropic\\.com)',
    ),
    marks: [
      'back to the anthropic',
      'back to anthropic',
      'falling back to',
      'fell back to',
      'provider: ',
      'provider=',
      'provider = ',
      'Answered by api.',
    ],
    says: ({ first, second, third }) =>
      `The log names ${first ?? second ?? third} in place of Bedrock. Where the variable that names the provider is empty for this job, comment-triggered runs fall back, and GitHub shows them as green.`,
    settledBy: ['variables.fixed', 'variables.provider'],
    green: true,
    otherwise: () =>
      someoneElse(AUTHOR, 'Set the variable that names the provider, such as AI_IMPLEMENT_PROVIDER=bedrock.'),
    toldBy: 'The log names the provider; the variable is looked for as this job sees it.',
    mend: 'A plan sets the variable where the convention has one; else the author does.',
  },
]

export const FAMILIES: readonly Family[] = [{ stage: 'other-provider', rows: OTHER_PROVIDER_ROWS }]

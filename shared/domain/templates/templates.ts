import type { Setup, Template } from '../setup'
import { claudeCli } from './claude-cli'
import { claudeCodeAction } from './claude-code-action'
import { SCRIPT_PATH, type TemplateFile, type TemplateTarget } from './pieces'
import { pythonBoto3 } from './python-boto3'
import { reusableCaller } from './reusable-caller'

export { SCRIPT_PATH, type TemplateFile, type TemplateTarget } from './pieces'

/** The templates as a user chooses among them. */
export const TEMPLATES: readonly { template: Template; title: string; says: string }[] = [
  {
    template: 'keep',
    title: 'Keep my workflow',
    says: 'Repairs the workflow that is there; nothing new is proposed.',
  },
  {
    template: 'python-boto3',
    title: 'Python and boto3',
    says: `A script of your own that calls Bedrock and prints the answer: ${SCRIPT_PATH}.`,
  },
  {
    template: 'claude-cli',
    title: 'Claude Code command line',
    says: 'Runs claude -p with your prompt, for tasks in the checked-out repository.',
  },
  {
    template: 'claude-code-action',
    title: 'Claude Code action',
    says: "Anthropic's action for GitHub, with Bedrock as its provider.",
  },
  {
    template: 'reusable-caller',
    title: 'Caller of a reusable workflow',
    says: 'A reusable workflow that takes role, region and model, and a small one that calls it.',
  },
]

/** The files that a template proposes for a setup; none for `keep`. */
export function renderTemplate(template: Template, setup: Setup, target: TemplateTarget): TemplateFile[] {
  switch (template) {
    case 'keep':
      return []
    case 'python-boto3':
      return pythonBoto3(setup, target)
    case 'claude-cli':
      return claudeCli(setup, target)
    case 'claude-code-action':
      return claudeCodeAction(setup, target)
    case 'reusable-caller':
      return reusableCaller(setup, target)
    default: {
      const unreachable: never = template
      return unreachable
    }
  }
}

import { NoOperationTraceWriter, parseWorkflow as parseTemplate } from '@actions/workflow-parser'
import { convertOn } from '@actions/workflow-parser/model/converter/events'
import { convertJobs } from '@actions/workflow-parser/model/converter/jobs'
import type { TemplateContext } from '@actions/workflow-parser/templates/template-context'
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/template-token'
import type { ParseError } from '../observation'

/** What GitHub's own parser refuses in a file that is valid YAML: schema, expressions, dependencies of jobs. */
export function checkWorkflow(path: string, text: string): ParseError[] {
  try {
    const { context, value } = parseTemplate({ name: path, content: text }, new NoOperationTraceWriter())
    if (value !== undefined && context.errors.count === 0) checkMeaning(context, value)
    return context.errors.getErrors().map(({ rawMessage, range }) => ({
      line: range?.start.line ?? 1,
      column: range?.start.column ?? 1,
      message: rawMessage,
    }))
  } catch (thrown) {
    // The parser throws on shapes that its schema does not foresee, such as an empty document.
    const message = thrown instanceof Error ? thrown.message : String(thrown)
    return [{ line: 1, column: 1, message: `GitHub's parser cannot read the file: ${message}` }]
  }
}

function checkMeaning(context: TemplateContext, root: TemplateToken): void {
  for (const { key, value } of root.assertMapping('workflow')) {
    if (key.toString() === 'on') convertOn(context, value)
    if (key.toString() === 'jobs') convertJobs(context, value)
  }
}

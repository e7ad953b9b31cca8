/*
 * A text may stand in a log without anyone having failed with it: in a source listing, the name of a test, the title of
 * an issue. What follows are the forms of such lines; each is tested with the plain text of the line.
 */

/** Reporters' lines about a test: its name says nothing of what happened. A cross without a time may be an error's. */
const TEST_REPORT =
  /^(?:[✓✔√○●◯↓]|[✗✕✖×].*\d\s?m?s\)?$|PASS\b|FAIL\b|ok \d|not ok \d|--- (?:PASS|FAIL|SKIP)|=== RUN|test .* \.\.\. )|^\S{0,200}::.+ (?:PASSED|FAILED|SKIPPED)|\bAssertionError\b|\bexpected .* (?:to|but)\b/
/** `cat -n`, `grep -n`, code frames and diffs; but a program may put its own file and line, and a blank, before it. */
const LISTING =
  /^(?:\d{1,6}\s*[|→\t]|\d{1,6}:\s*["'/#*+-]|>\s*\d+\s*\||[\w./-]+\.\w{1,5}:\d+(?::\d+)?(?::(?! [^\s/#*"'])|\s)|\+|-\s{2,}|-["']|@@ |diff --git)/
/** Comments, markdown and shell traces. */
const MARKUP = /^(?:\/\/|\/\*|\*\s|#+\s|<!--|>\s|\|\s|\+\+? |- \[[ x]\]|\$ )/
/** Commits, issues and branches. */
const HEADLINE =
  /^(?:HEAD is now at |[0-9a-f]{7,40} |\* \[new |#\d+\b(?! \d+\.\d)|\d+\s+(?:OPEN|CLOSED|MERGED)\b|(?:issue|pull request|pr|title|subject|commit|branch)\b[^:]{0,40}[:#])/i
/** Keys of JSON whose values a tool only passes on. */
const PASSED_ON =
  /"(?:title|body|prompt|content|description|command|pattern|query|old_string|new_string|subject|headline|file_path|thinking|stdout)"\s*:\s*"[^"]*$/
/** Advice for whoever meets the text, which stands in quotes or is only spoken of; and what explains it afterwards. */
const ADVICE =
  /^(?:[-*+] |\d+[.)] )?(?:if|when|whenever|in case|should)\b.*(?:[\s(:]["'].*|\b(?:see|get|says?|shows?|reads?|contains?) (?:\S+ ){0,6})$/i
const EXPLAINED =
  /["'],? (?:\w+ly |often |sometimes )?(?:means?|indicates?|occurs?|appears?|happens|comes from|is (?:shown|raised|returned|caused))\b/i
/** An entry of a list that says something of the text. */
const ENTRY = /^[-*+] ["']/
const OF_ENTRY = /["'](?::| -) \w/
/** Code that holds the text in quotes. */
const CODE =
  /\b(?:const|let|var|return|if|elif|expect|assert\w*|throw|raise|print\w*|echo|grep|rg|match|includes|contains|toThrow|console\.\w+|core\.\w+|log\w*\.\w+|re\.\w+|RegExp|describe|it|test)\b[^"'/]{0,60}(?:[^\w"'/](?:"[^"]*|'[^']*)|\(\/[^/]*)$/
/** Words before a quotation of what really happened. */
const SAID =
  /\b(?:\w*error\w*|\w*exception|message|fail\w*|reason|cause|result|code|text|detail|stderr|output)\b/i

/** Whether the text that begins at `at` of the line is quoted there and not said. */
export function isQuoted(line: string, at: number): boolean {
  const before = line.slice(0, at)
  if ([TEST_REPORT, LISTING, MARKUP, HEADLINE].some((form) => form.test(line))) return true
  if (PASSED_ON.test(before) || CODE.test(before)) return true
  const after = line.slice(at)
  if (ADVICE.test(before) || EXPLAINED.test(after) || (ENTRY.test(before) && OF_ENTRY.test(after)))
    return true
  const open = before.lastIndexOf('"')
  const isOpen = open !== -1 && before.split('"').length % 2 === 0 && line.indexOf('"', at) !== -1
  const lead = before.slice(0, open).trim()
  return isOpen && /\w{2,}/.test(lead) && !SAID.test(lead)
}

/** Whether the line tells of one attempt of several. */
export function isAttempt(line: string): boolean {
  return /\b(?:retrying|will retry|retry(?:ing)? in|attempt \d+ ?(?:of|\/) ?\d+)\b/i.test(line)
}

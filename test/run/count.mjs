import { existsSync, readFileSync } from 'node:fs'

/** A suite that left no report did not end well. */
const SILENT = { passed: 0, failed: 1, names: ['no report was left'] }

function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null
}

/** The first lines of a failure: a log that is cut off still tells why. */
function indented(failure = '') {
  const lines = failure.split('\n').slice(0, 12)
  return lines.map((line) => `         ${line}`).join('\n')
}

/** Tests that passed and failed by Vitest's JSON report, the failed ones by name; a file that could not even be loaded is one failure. */
export function countVitest(path) {
  const report = readReport(path)
  if (!report) return SILENT
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  const failures = report.testResults.flatMap((file) =>
    file.assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => `${file.name}: ${fullName}\n${indented(failureMessages[0])}`),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    names: [...broken.map(({ name }) => name), ...failures],
  }
}

/** Titles of what did not pass, in a suite of Playwright's report and those within it: a spec has a test for each door. */
function unexpectedIn({ title, specs = [], suites = [] }) {
  const here = specs.flatMap((spec) =>
    spec.tests
      .filter(({ status }) => status !== 'expected')
      .map(({ projectName }) => `${title}: ${spec.title} (${projectName})`),
  )
  return [...here, ...suites.flatMap(unexpectedIn)]
}

/** Tests that passed and failed by Playwright's JSON report, the failed ones by name; an error outside of any test is one failure. */
export function countPlaywright(path) {
  const report = readReport(path)
  if (!report) return SILENT
  const { expected, unexpected, flaky } = report.stats
  return {
    passed: expected,
    failed: unexpected + flaky + report.errors.length,
    names: (report.suites ?? []).flatMap(unexpectedIn),
  }
}

import { existsSync, readFileSync } from 'node:fs'

/** A suite that left no report did not end well. */
const SILENT = { passed: 0, failed: 1 }

function readReport(path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null
}

/** Tests that passed and failed by Vitest's JSON report; a file that could not even be loaded is one failure. */
export function countVitest(path) {
  const report = readReport(path)
  if (!report) return SILENT
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  )
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length }
}

/** Tests that passed and failed by Playwright's JSON report; an error outside of any test is one failure. */
export function countPlaywright(path) {
  const report = readReport(path)
  if (!report) return SILENT
  const { expected, unexpected, flaky } = report.stats
  return { passed: expected, failed: unexpected + flaky + report.errors.length }
}

import { Label } from '@primer/react'
import { type BedrockJob, bedrockJobs } from '../../../shared/domain/bedrock-jobs'
import type { WorkflowObservation, WorkflowState } from '../../../shared/domain/observation'
import type { Reading } from '../../../shared/domain/reading'
import type { Trigger, WorkflowFile, WorkflowJob } from '../../../shared/domain/workflow-types'
import { Unread } from '../../ui/unread'
import styles from './sections.module.css'

const STATES: Record<WorkflowState, string | null> = {
  active: null,
  deleted: 'deleted',
  disabled_fork: 'disabled in a fork',
  disabled_inactivity: 'disabled by inactivity',
  disabled_manually: 'disabled by hand',
  unknown: null,
}

/** The committed workflow files: what starts them, and what each job asks for. */
export function WorkflowsSection({ workflows }: { workflows: Reading<WorkflowObservation[]> }) {
  return (
    <section className="section" aria-labelledby="workflows">
      <h2 className="section-title" id="workflows">
        Workflows
      </h2>
      {!workflows.known && <Unread failure={workflows.failure} />}
      {workflows.known && workflows.value.length === 0 && (
        <p className="muted">There is no workflow file on the default branch.</p>
      )}
      {workflows.known &&
        workflows.value.map((workflow) => <Workflow key={workflow.path} workflow={workflow} />)}
    </section>
  )
}

function Workflow({ workflow }: { workflow: WorkflowObservation }) {
  const { path, parsed, state } = workflow
  const off = STATES[state]
  return (
    <article className={styles.workflow} aria-label={path}>
      <h3 className={styles.workflowHead}>
        {parsed.valid && parsed.file.name && <span>{parsed.file.name}</span>}
        <code>{path}</code>
        {off && <Label variant="attention">{off}</Label>}
        {parsed.valid && (
          <span className={styles.triggers}>{parsed.file.triggers.map(triggerWords).join(' · ')}</span>
        )}
      </h3>
      {parsed.valid ? (
        <Jobs file={parsed.file} />
      ) : (
        <ul className={styles.errors}>
          {parsed.errors.map((error) => (
            <li key={`${error.line} ${error.column} ${error.message}`}>
              Line {error.line}, column {error.column}: {error.message}
            </li>
          ))}
        </ul>
      )}
    </article>
  )
}

function triggerWords({ event, branches, tags }: Trigger): string {
  const refs = [...(branches ?? []), ...(tags ?? []).map((tag) => `tag ${tag}`)]
  return refs.length > 0 ? `${event} (${refs.join(', ')})` : event
}

function Jobs({ file }: { file: WorkflowFile }) {
  const calling = bedrockJobs(file)
  return (
    <div className="table-scroller">
      <table className={`table ${styles.jobs}`}>
        <thead>
          <tr>
            <th scope="col">Job</th>
            <th scope="col">id-token</th>
            <th scope="col">Environment</th>
            <th scope="col">Role</th>
            <th scope="col">Region</th>
            <th scope="col">Model</th>
            <th scope="col">Line</th>
          </tr>
        </thead>
        <tbody>
          {file.jobs.map((job) => (
            <Job key={job.id} job={job} bedrock={calling.find((each) => each.job.id === job.id)} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A job; role, region and model as it writes them, where it calls Bedrock. */
function Job({ job, bedrock }: { job: WorkflowJob; bedrock: BedrockJob | undefined }) {
  return (
    <tr>
      <th scope="row">
        {job.id}
        {job.calls && <span className={styles.calls}> calls {job.calls}</span>}
      </th>
      <td>{job.idToken}</td>
      <td>{job.environment ?? <span className="muted">none</span>}</td>
      <td>
        <Written text={bedrock?.role} />
      </td>
      <td>
        <Written text={bedrock?.region} />
      </td>
      <td>
        <Written text={bedrock?.model} />
      </td>
      <td>{job.line}</td>
    </tr>
  )
}

function Written({ text }: { text: string | null | undefined }) {
  return text ? <code>{text}</code> : <span className="muted">none</span>
}

import type { Command } from 'commander'
import type { RepositoryName } from '../../../shared/domain/ids'
import { someText } from '../arguments'
import { type ApplyFlags, applyVerb, undoVerb } from '../commands/apply'
import { planVerb } from '../commands/plan'
import type { SharedFlags } from '../session'
import type { SetupFlags } from '../setup-flags'
import { onRepository, type Run, setup, shared } from './flags'

/** Verbs that plan changes, make them, and take them back. */
export function setupVerbs(program: Command, run: Run): void {
  setup(shared(onRepository(program.command('plan'))))
    .description('show what would change; touches nothing')
    .action((name: RepositoryName, flags: SharedFlags & SetupFlags) =>
      run(flags, (session) => planVerb(session, name, flags)),
    )
  setup(shared(onRepository(program.command('apply'))))
    .description('plan, apply and verify')
    .option('--yes', 'apply what the plan shows', false)
    .action((name: RepositoryName, flags: SharedFlags & ApplyFlags) =>
      run(flags, (session) => applyVerb(session, name, flags)),
    )
  shared(program.command('undo').argument('<application>', 'the id that apply printed', someText))
    .description('take an applied plan back')
    .action((id: string, flags: SharedFlags) => run(flags, (session) => undoVerb(session, id)))
}

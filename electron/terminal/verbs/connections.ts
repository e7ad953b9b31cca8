import { Argument, type Command, Option } from 'commander'
import { Partition, type Region } from '../../../shared/domain/ids'
import type { OwnPolicyKind } from '../../../shared/domain/own-policy'
import { regionCode, someText } from '../arguments'
import { type ConnectFlags, connectVerb } from '../commands/connect'
import { type IdentityFlags, identitiesVerb } from '../commands/identities'
import { policyText, preflightVerb } from '../commands/preflight'
import { profilesVerb } from '../commands/profiles'
import { EXIT } from '../exit'
import type { SharedFlags } from '../session'
import { type Run, shared } from './flags'

interface PreflightFlags extends SharedFlags {
  profile?: string
  policy?: OwnPolicyKind
  partition: Partition
}

/** Verbs about AWS profiles and GitHub identities, and what they may do. */
export function connectionVerbs(program: Command, run: Run, exit: (code: number) => void): void {
  shared(program.command('profiles'))
    .description('list the AWS profiles of this machine; needs no connection and no network')
    .action((flags: SharedFlags) => run(flags, profilesVerb, { alone: true }))
  shared(program.command('connect').addArgument(profileArgument()))
    .description('pin an AWS profile to the account that it resolves to')
    .option('--region <code>', 'region of the connection; the profile’s own otherwise', regionCode)
    .option('--repin', 'pin it to another account than before', false)
    .option('--sign-in', 'sign in with IAM Identity Center first', false)
    .action((profile: string, flags: SharedFlags & ConnectFlags & { region?: Region }) =>
      run(flags, (session) => connectVerb(session, profile, flags), { alone: true }),
    )
  shared(program.command('identities'))
    .description('list the GitHub identities, and as which one commands act')
    .option('--adopt-gh', 'take over the token that the GitHub CLI has, which stays its keeper', false)
    .option(
      '--host <host>',
      'GitHub of that token: octo.ghe.com, or the address of a server',
      someText,
      'github.com',
    )
    .option('--ca <file>', 'PEM file with the certificates of that host', someText)
    .action((flags: SharedFlags & IdentityFlags) => run(flags, (session) => identitiesVerb(session, flags)))
  shared(program.command('preflight'))
    .description('say what the connected AWS profiles and GitHub identities may do; changes nothing')
    .option('--profile <name>', 'one connected AWS profile only', someText)
    .addOption(
      new Option('--policy <kind>', 'print the policy that Rolecall needs').choices(['read-only', 'full']),
    )
    .addOption(
      new Option('--partition <name>', 'partition of that policy').choices(Partition.options).default('aws'),
    )
    .action(async (flags: PreflightFlags) => {
      if (flags.policy === undefined) {
        return run(flags, (session) => preflightVerb(session, flags.profile ?? null))
      }
      process.stdout.write(`${policyText(flags.policy, flags.partition)}\n`)
      exit(EXIT.fine)
    })
}

function profileArgument(): Argument {
  return new Argument('<profile>', 'name of an AWS profile').argParser(someText)
}

import { Argument, type Command, Option } from 'commander'
import type { OwnerLogin } from '../../../shared/domain/fleet-choice'
import { Partition, type Region } from '../../../shared/domain/ids'
import type { OwnPolicyKind } from '../../../shared/domain/own-policy'
import type { EnterpriseSlug } from '../../../shared/domain/token-issuer'
import { enterpriseSlug, ownerLogin, regionCode, someText } from '../arguments'
import { type ConnectFlags, connectVerb } from '../commands/connect'
import { type IdentityFlags, identitiesVerb } from '../commands/identities'
import { issuersVerb, setIssuerVerb } from '../commands/issuer'
import { policyText, preflightVerb } from '../commands/preflight'
import { profilesVerb } from '../commands/profiles'
import { EXIT } from '../exit'
import type { SharedFlags } from '../session'
import { onAnyHost, type Run, shared } from './flags'

interface PreflightFlags extends SharedFlags {
  profile?: string
  policy?: OwnPolicyKind
  partition: Partition
}

interface IssuerFlags extends SharedFlags {
  none: boolean
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
  onAnyHost(program.command('identities'))
    .description('list the GitHub identities, and as which one commands act')
    .option('--adopt-gh', 'take over the token that the GitHub CLI has, which stays its keeper', false)
    .option(
      '--host <host>',
      'GitHub of that token: octo.ghe.com, or the address of a server',
      someText,
      'github.com',
    )
    .option('--ca <file>', 'PEM file with the certificates of that host', someText)
    .action((flags: SharedFlags & IdentityFlags) => {
      /* Its host is that of the token which is adopted, and not the one that is looked at. */
      const { host: _, ...opening } = flags
      return run(opening, (session) => identitiesVerb(session, flags))
    })
  issuerVerb(program, run)
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

function issuerVerb(program: Command, run: Run): void {
  const verb = shared(program.command('issuer'))
  verb
    .addArgument(new Argument('[owner]', 'organization or user').argParser(ownerLogin))
    .addArgument(new Argument('[slug]', 'slug of its enterprise').argParser(enterpriseSlug))
    .description('tell who signs the tokens of jobs, or that an enterprise signs with an issuer of its own')
    .option('--none', 'the owner’s enterprise has no issuer of its own', false)
    .action((owner: OwnerLogin | undefined, slug: EnterpriseSlug | undefined, flags: IssuerFlags) => {
      if (owner === undefined && !flags.none) return run(flags, issuersVerb, { alone: true })
      if (owner === undefined || (slug !== undefined) === flags.none)
        return verb.error('error: name an owner, and the slug of its enterprise or --none', { exitCode: 2 })
      return run(flags, (session) => setIssuerVerb(session, owner, slug ?? null), { alone: true })
    })
}

function profileArgument(): Argument {
  return new Argument('<profile>', 'name of an AWS profile').argParser(someText)
}

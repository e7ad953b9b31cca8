import { randomUUID } from 'node:crypto'
import type { MfaQuestion } from '../../../shared/contract/connections'
import { ExpectedFailure, failure } from '../../../shared/domain/failure'
import type { MfaDevice } from '../../clients/aws-port'

/** Asks somebody for the code of a device; null when nobody will say. */
export type AskSomebody = (device: MfaDevice) => Promise<string | null>

/** Milliseconds that a question waits for somebody to come by. */
const PATIENCE = 3 * 60 * 1000

interface Open extends MfaQuestion {
  settle(code: string | null): void
}

/**
 * Where the SDK asks for MFA codes. A profile for which nobody answered is not asked about again by the readings in
 * the background: only when the user connects it anew.
 */
export class MfaDesk {
  private readonly open = new Map<string, Open>()
  private readonly declined = new Set<string>()
  /** Called when a question comes or goes. */
  changed: () => void = () => {}

  /** `somebody` is asked at once where a door has a person of its own; else the question waits to be answered. */
  constructor(private readonly somebody: AskSomebody | null) {}

  /** The code, or `credentials-expired`. */
  async ask(device: MfaDevice): Promise<string> {
    if (this.declined.has(device.profile)) throw unanswered(device)
    const code = this.somebody ? await this.somebody(device) : await this.wait(device)
    if (code !== null) return code
    this.declined.add(device.profile)
    throw unanswered(device)
  }

  questions(): MfaQuestion[] {
    return [...this.open.values()].map(({ id, profile, device }) => ({ id, profile, device }))
  }

  /** Throws `not-found` for a question that is no longer asked. */
  answer(id: string, code: string | null): void {
    const question = this.open.get(id)
    if (!question) {
      const sentence = 'This question is no longer asked. Connect the profile again to be asked anew.'
      throw new ExpectedFailure(failure('not-found', sentence))
    }
    question.settle(code)
  }

  /** From now on the profile may ask again. */
  welcome(profile: string): void {
    this.declined.delete(profile)
  }

  /** Declines whatever is asked: nobody is there any more. */
  close(): void {
    for (const question of this.open.values()) question.settle(null)
  }

  private wait({ profile, device }: MfaDevice): Promise<string | null> {
    return new Promise((resolve) => {
      const id = randomUUID()
      const settle = (code: string | null): void => {
        clearTimeout(timer)
        this.open.delete(id)
        resolve(code)
        this.changed()
      }
      const timer = setTimeout(() => settle(null), PATIENCE)
      timer.unref()
      this.open.set(id, { id, profile, device, settle })
      this.changed()
    })
  }
}

function unanswered({ profile, device }: MfaDevice): ExpectedFailure {
  const sentence = `The AWS profile ${profile} needs a code of the MFA device ${device}, and none was given. Connect it again to be asked.`
  return new ExpectedFailure(failure('credentials-expired', sentence, { kind: 'connect-aws', profile }))
}

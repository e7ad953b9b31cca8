import type { PanelClient } from '../../../electron/terminal/session'
import type { Fault } from './fault-proxy'
import type { Lane, Process } from './lane'

/** Lets a process of the test work until a call of it meets the fault, and cuts it off there. */
export async function killedIn(
  { client, proxy, kill }: Process,
  at: number,
  fault: Fault,
  work: (client: PanelClient) => Promise<void>,
): Promise<void> {
  const met = proxy.arm(at, fault)
  const early = work(client).then(() => endedEarly('It came to its end.'))
  await Promise.race([met, early])
  /* Nobody hears how it ends, once it is dead. */
  early.catch(() => {})
  kill()
}

/** The same with a process of the built program, which ends by SIGKILL. */
export async function killedAtTerminal(lane: Lane, at: number, fault: Fault, verb: string[]): Promise<void> {
  const { proxy, run } = await lane.program()
  const met = proxy.arm(at, fault)
  const { ended, kill } = run(verb)
  const early = ended.then(endedEarly)
  await Promise.race([met, early])
  early.catch(() => {})
  kill()
  await ended
}

function endedEarly(said: string): never {
  throw new Error(`It ended before it was killed. ${said}`)
}

import { EventEmitter } from 'node:events'

/** Electron's `powerMonitor` of a machine that is plugged in. */
class PowerMonitor extends EventEmitter {
  isOnBatteryPower() {
    return false
  }
}

export const powerMonitor = new PowerMonitor()

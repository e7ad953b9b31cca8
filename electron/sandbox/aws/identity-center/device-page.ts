import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { Stage } from '../../world'
import { type DeviceAuthorization, identityCenterOf, isPast } from './sign-in-state'

/** The page in which a person approves or denies a device, as the browser shows it at the verification address. */
export function addDevicePage(routes: Hono, stage: Stage): void {
  routes.get('/device', (context) => {
    const code = context.req.query('user_code') ?? ''
    return context.html(page(deviceOf(stage, code) ? question(code) : unknownCode()))
  })
  routes.post('/device', async (context) => {
    const form = await context.req.parseBody()
    const device = deviceOf(stage, String(form.user_code ?? ''))
    if (!device) return context.html(page(unknownCode()), 404)
    device.decision = form.decision === 'approve' ? 'approved' : 'denied'
    stage.changed()
    return context.html(page(decided(device)))
  })
}

function deviceOf(stage: Stage, userCode: string): DeviceAuthorization | null {
  const devices = Object.values(identityCenterOf(stage).devices)
  return devices.find((each) => each.userCode === userCode && !isPast(stage, each.expiresAt)) ?? null
}

type Markup = ReturnType<typeof html>

function page(content: Markup): Markup {
  return html`<!doctype html>
    <html lang="en">
      <title>Sandbox: IAM Identity Center</title>
      <style>
        body { font: 16px/1.5 system-ui; max-width: 32rem; margin: 4rem auto; padding: 0 1rem }
        code { font-size: 1.5rem; letter-spacing: 0.1em }
        button { font: inherit; padding: 0.4rem 1rem }
      </style>
      <h1>IAM Identity Center of the sandbox</h1>
      ${content}
    </html>`
}

function question(userCode: string): Markup {
  return html`<p>Is this the code that Rolecall shows?</p>
    <p><code>${userCode}</code></p>
    <form method="post">
      <input type="hidden" name="user_code" value="${userCode}" />
      <button name="decision" value="approve">Confirm and allow</button>
      <button name="decision" value="deny">Deny</button>
    </form>`
}

function unknownCode(): Markup {
  return html`<p>This code is not known, or was not entered in time. Begin the sign-in anew.</p>`
}

function decided({ decision }: DeviceAuthorization): Markup {
  return decision === 'approved'
    ? html`<p>Request approved. You can close this page and go back to Rolecall.</p>`
    : html`<p>Request denied. You can close this page.</p>`
}

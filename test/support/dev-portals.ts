import { afterAll } from 'vitest'
import { keepInMailbox } from '../../src/db/mailbox.ts'
import { loadDemo } from '../../src/dev/demo/load.ts'
import { demoHost } from '../../src/dev/demo/portal-data.ts'
import { devRoutes } from '../../src/dev/pages/routes.ts'
import { mailboxMail } from '../../src/providers/mail/mailbox.ts'
import { mailboxSms } from '../../src/providers/sms/mailbox.ts'
import { openApi } from './api.ts'
import { deliver } from './outbox.ts'
import { openScene, type Scene } from './scene.ts'

export type DevPortals = {
  readonly scene: Scene
  /** The origin of a demo portal; of another port of the same host, where one is named. */
  readonly originOf: (slug: string, port?: number) => string
  readonly port: number
  /** So much later, as everybody's clock goes. */
  readonly later: (seconds: number) => Promise<void>
}

/** The demo's portals behind the api with the developers' pages, and a worker that brings what is sent to the mailbox. */
export async function openDevPortals(): Promise<DevPortals> {
  const scene = await openScene()
  const { app, engine, owner, sealing } = scene
  // A browser goes by the machine's clock when it drops a cookie.
  let now = Date.now()
  await scene.travelTo(new Date(now))
  const pages = devRoutes({ app, engine, owner, sealing, travelTo: async () => {}, temporalUi: () => undefined })
  const { port } = await openApi(scene, { pages })
  await loadDemo(scene, { port })
  const loop = deliver(scene, {
    mail: mailboxMail({
      store: ({ id, to, from, subject, text, html }) =>
        keepInMailbox(scene, { id, channel: 'mail', recipient: to, sender: from.address, subject, text, html }),
    }),
    sms: mailboxSms({
      store: ({ id, to, from, text }) =>
        keepInMailbox(scene, { id, channel: 'sms', recipient: to, sender: from, text }),
    }),
  })
  afterAll(() => loop.stop())
  return {
    scene,
    port,
    originOf: (slug, at = port) => `http://${demoHost({ slug })}:${at}`,
    later: (seconds) => {
      now += seconds * 1000
      return scene.travelTo(new Date(now))
    },
  }
}

import type { DemoPortal } from './portal-data.ts'

/** Where those who run the installation sign in: ids and states of every portal, nobody's name. */
export const operators: DemoPortal = {
  slug: 'operators',
  name: 'Drempel operators',
  about: 'For whoever runs the installation: queues, stuck journeys and workflow histories of all portals',
  languages: ['en', 'nl'],
  form: 'je',
  identifier: 'email',
  usernameSuffix: null,
  mailFrom: 'noreply@operators.example',
  smsFrom: 'Drempel',
  policy: {
    session: { idleMinutes: 15, absoluteHours: 8 },
    // No SMS. The days of grace let a newcomer look around first.
    factors: { methods: ['app', 'key'], obligatoryFor: 'elevated', graceDays: 14 },
  },
  organisations: [],
  accounts: [
    {
      name: 'Otto Operator',
      identifier: 'operator@drempel.example',
      email: 'operator@drempel.example',
      role: 'OPERATOR',
      organisation: null,
    },
  ],
  invitations: [],
}

import { type DemoPortal, officeHours } from './portal-data.ts'

/** Employers in an absence system: a login name as it was typed, and "u". Their phones are registered at first sign-in. */
export const xpertSuite: DemoPortal = {
  slug: 'xpert-suite',
  name: 'Xpert Suite',
  about: 'Manual 003: employers with a login name, addressed formally',
  languages: ['nl'],
  form: 'u',
  identifier: 'username',
  usernameSuffix: null,
  mailFrom: 'noreply@xpert-suite.example',
  smsFrom: 'XpertSuite',
  policy: {
    activation: { pin: 'none', validDays: 7, reminderDays: [2, 5] },
    session: { idleMinutes: 20, absoluteHours: 10 },
    signIn: {
      // S003-012, word for word.
      notice: {
        nl: 'LET OP: u mag zich alleen aanmelden voor deze applicatie indien u een geautoriseerd gebruiker bent.',
        en: 'NOTE: you may sign in to this application only if you are an authorised user.',
      },
    },
    // All three in this order at the first sign-in, each may be skipped, one must stay (S003-013…032).
    factors: {
      methods: ['sms', 'key', 'app'],
      offer: 'each',
      obligatoryFor: 'everyone',
      graceDays: 0,
      backupCodes: 10,
      backupCodeBySms: true,
    },
    recovery: { securityQuestion: true },
  },
  organisations: [
    {
      name: 'Bakkerij De Korenaar',
      kind: 'employer',
      kvkNumber: '90004973',
      mailDomains: ['korenaar.example'],
      serviceDesk: {
        name: 'Helpdesk',
        mail: 'helpdesk@xpert-suite.example',
        phone: '020-555 0300',
        hours: officeHours,
      },
    },
    {
      name: 'Kinderopvang Het Nest',
      kind: 'employer',
      kvkNumber: '69599068',
      mailDomains: ['hetnest.example'],
      serviceDesk: {
        name: 'Helpdesk',
        mail: 'helpdesk@xpert-suite.example',
        phone: '020-555 0300',
        hours: officeHours,
      },
    },
  ],
  accounts: [
    {
      name: 'Gerda Koren',
      identifier: 'korenaar.hr',
      email: 'hr@korenaar.example',
      mobile: '+31612345632',
      role: 'HR',
      secondStep: 'sms',
      organisation: 'Bakkerij De Korenaar',
    },
    {
      name: 'Koos Nestelaar',
      identifier: 'hetnest.hr',
      email: 'hr@hetnest.example',
      mobile: '+31612345633',
      role: 'HR',
      secondStep: 'sms',
      organisation: 'Kinderopvang Het Nest',
    },
    {
      name: 'Ahmed Yilmaz',
      identifier: 'korenaar.ayilmaz',
      email: 'a.yilmaz@korenaar.example',
      mobile: '+31612345631',
      role: 'EMPLOYEE',
      organisation: 'Bakkerij De Korenaar',
    },
  ],
  invitations: [
    {
      reference: 'demo-1',
      organisation: 'Bakkerij De Korenaar',
      daysAgo: 0,
      name: 'Joke Brouwer',
      username: 'korenaar.jbrouwer',
      email: 'j.brouwer@korenaar.example',
      dateOfBirth: '1968-03-03',
    },
  ],
}

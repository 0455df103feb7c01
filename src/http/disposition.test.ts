import { describe, expect, it } from 'vitest'
import { attachment, givenName } from './disposition.ts'

describe('the name of a download', () => {
  it.each([
    ['Loonstrook maart.pdf', `attachment; filename="Loonstrook maart.pdf"; filename*=UTF-8''Loonstrook%20maart.pdf`],
    ['Größe.pdf', `attachment; filename="Groe.pdf"; filename*=UTF-8''Gr%C3%B6%C3%9Fe.pdf`],
    ['給与.pdf', `attachment; filename=".pdf"; filename*=UTF-8''%E7%B5%A6%E4%B8%8E.pdf`],
    [`it's (1)*.pdf`, `attachment; filename="it's (1)*.pdf"; filename*=UTF-8''it%27s%20%281%29%2A.pdf`],
    ['a"b\\c%41.pdf', `attachment; filename="a_b_c_41.pdf"; filename*=UTF-8''a%22b%5Cc%2541.pdf`],
    [
      'a\r\nset-cookie: x.pdf',
      `attachment; filename="aset-cookie: x.pdf"; filename*=UTF-8''a%0D%0Aset-cookie%3A%20x.pdf`,
    ],
  ])('%j', (name, header) => {
    expect(attachment(name)).toBe(header)
  })
})

describe('the name of an upload', () => {
  it.each([
    [`attachment; filename*=UTF-8''Gr%C3%B6%C3%9Fe.pdf; filename="x.pdf"`, 'Größe.pdf'],
    ['attachment; filename="a \\"b\\".pdf"', 'a "b".pdf'],
    ['attachment; filename=slip.pdf', 'slip.pdf'],
    [`attachment; filename*=UTF-8''%ff%fe`, ''],
    [`attachment; filename*=UTF-8''..%2F..%2Fpasswd`, '../../passwd'],
    ['attachment', ''],
    [undefined, ''],
    [`attachment; filename="${'a'.repeat(3_000)}"`, ''],
  ])('%j', (header, name) => {
    expect(givenName(header)).toBe(name)
  })

  it('comes back as it was sent', () => {
    expect(givenName(attachment('Überweisung (1) – 給与.pdf'))).toBe('Überweisung (1) – 給与.pdf')
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanName, cleanStem, sniff } from './file.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')

describe('what a file is', () => {
  it.each([
    ['%PDF-1.7\n', 'application/pdf'],
    ['\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR', 'image/png'],
    ['\xff\xd8\xff\xe0\0\x10JFIF', 'image/jpeg'],
  ])('is told by how it begins: %j', (head, type) => {
    expect(sniff(bytes(head))).toBe(type)
  })

  it.each([
    '',
    '%PDF',
    ' %PDF-1.7',
    'PK\x03\x04',
    'MZ\x90\0',
    '\x7fELF',
    '<!doctype html>',
    '<svg xmlns="http://www.w3.org/2000/svg">',
    'GIF89a',
    '\x89PNG\r\n\x1a\n',
    '\x1f\x8b\x08',
    '#!/bin/sh',
  ])('is not taken when it begins with %j', (head) => {
    expect(sniff(bytes(head))).toBeUndefined()
  })
})

describe('a name', () => {
  it.each([
    ['Loonstrook maart 2026.pdf', 'Loonstrook maart 2026.pdf'],
    ['LOONSTROOK.PDF', 'LOONSTROOK.pdf'],
    ['Überweisung – Größe.pdf', 'Überweisung – Größe.pdf'],
    ['給与明細.pdf', '給与明細.pdf'],
    ['../../etc/passwd', 'passwd.pdf'],
    ['C:\\Windows\\win.ini', 'win.ini.pdf'],
    ['..\\..\\', 'document.pdf'],
    ['...', 'document.pdf'],
    ['', 'document.pdf'],
    ['slip\u202Efdp.exe', 'slipfdp.exe.pdf'],
    ['a\r\nset-cookie: x=1.pdf', 'aset-cookie_ x=1.pdf'],
    ['a"; filename="b.exe', 'a_; filename=_b.exe.pdf'],
    ['nul.pdf', '_nul.pdf'],
    ['con', '_con.pdf'],
    ['.htaccess', 'htaccess.pdf'],
    ['invoice.pdf.exe', 'invoice.pdf.exe.pdf'],
    ['slip\0.pdf', 'slip.pdf'],
  ])('%j becomes %j', (given, clean) => {
    expect(cleanName(given, 'application/pdf')).toBe(clean)
  })

  it('ends as its contents are, and both endings of a JPEG are one', () => {
    expect(cleanName('foto.jpeg', 'image/jpeg')).toBe('foto.jpg')
    expect(cleanName('foto.jpg', 'image/jpeg')).toBe('foto.jpg')
    expect(cleanName('foto.jpg', 'image/png')).toBe('foto.jpg.png')
  })

  it('of three hundred characters is cut to what any file system takes, between characters', () => {
    expect(cleanName(`${'e'.repeat(300)}.pdf`, 'application/pdf')).toBe(`${'e'.repeat(200)}.pdf`)
    expect(cleanName(`${'細'.repeat(300)}.pdf`, 'application/pdf')).toBe(`${'細'.repeat(66)}.pdf`)
    expect(cleanStem(`a${'👩'.repeat(300)}`, 'x')).toBe(`a${'👩'.repeat(49)}`)
  })

  it('is safe whatever was given, and clean already when it is cleaned again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (given) => {
        const name = cleanName(given, 'image/png')
        expect(name).toMatch(/^[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069<>:"/\\|?*%]+\.png$/u)
        expect(name).not.toMatch(/^\.|^ |\.\.png$/)
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(205)
        expect(cleanName(name, 'image/png')).toBe(name)
      }),
    )
  })
})

import { expect, test } from 'vitest'
import { html, withLinks } from './html.ts'

test('escapes every value, in text and in attributes', () => {
  const name = `<script>alert("1" + '2')</script> & co`
  const escaped = '&#60;script&#62;alert(&#34;1&#34; + &#39;2&#39;)&#60;/script&#62; &#38; co'
  expect(html`<p title="${name}">${name}</p>`.markup).toBe(`<p title="${escaped}">${escaped}</p>`)
})

test('leaves markup it made alone, and lists it', () => {
  expect(html`<ul>${['a', '<b>'].map((item) => html`<li>${item}</li>`)}</ul>`.markup).toBe(
    '<ul><li>a</li><li>&#60;b&#62;</li></ul>',
  )
})

test('writes nothing for what is absent, and zero for zero', () => {
  expect(html`a${null}${undefined}${false}${0}b`.markup).toBe('a0b')
})

test('makes addresses clickable without the full stop that ends their sentence', () => {
  expect(withLinks('Ga naar http://a.localhost:4000/dev/activate#token=x_1-. <Dag>').markup).toBe(
    'Ga naar <a href="http://a.localhost:4000/dev/activate#token=x_1-">http://a.localhost:4000/dev/activate#token=x_1-</a>. &#60;Dag&#62;',
  )
})

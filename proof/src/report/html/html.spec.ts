import { describe, expect, it } from '@jest/globals';
import { html } from './html.ts';

describe('html', () => {
  it('escapes text, in elements and in attributes', () => {
    const hostile = `"><script>alert('1')</script>&amp;`;
    expect(html`<p title="${hostile}">${hostile}</p>`.markup).toBe(
      '<p title="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;">' +
        '&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;amp;</p>',
    );
  });

  it('keeps markup as it is, one or many, and makes nothing of null', () => {
    const items = ['a', '<b>'].map((text) => html`<li>${text}</li>`);
    expect(html`<p>${items}${null}${html`<i>c</i>`}${3}</p>`.markup).toBe(
      '<p><li>a</li><li>&lt;b&gt;</li><i>c</i>3</p>',
    );
  });

  it('shows what HTML cannot write', () => {
    expect(html`${'a\u0000b'}`.markup).toBe('a\ufffdb');
  });
});

import { render } from 'preact';
import type { PageData } from '../data.ts';
import { Page } from './page.tsx';

const [source, home] = ['data', 'page'].map((id) => document.getElementById(id));
if (source && home) {
  const data: PageData = JSON.parse(source.textContent ?? '');
  home.replaceChildren();
  render(<Page data={data} />, home);
}

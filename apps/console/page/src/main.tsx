import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { passNonceToStyles } from './nonce.ts';
import './style.css';

passNonceToStyles(document);
const root = document.getElementById('root');
if (root === null) throw new Error('index.html without its root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);

// The page's first words: reach the host, then draw.
import { createRoot } from 'react-dom/client';
import { connect } from './api/connect.ts';
import { App } from './app/app.tsx';

connect();

const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);

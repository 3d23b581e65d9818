// The page's first words: reach the host, then draw.
import { connect } from './api/connect.ts';
import { mount } from './app/app.tsx';

// First, because it takes the one-time code out of the address before the router reads that.
connect();

const root = document.getElementById('root');
if (root) mount(root);

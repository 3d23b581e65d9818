// Markdown and its colours weigh more than the page; they come on their own.
import { lazy } from 'react';

export const loadAnswerText = () => import('./answer-text.tsx').then((module) => ({ default: module.AnswerText }));

export const LazyAnswerText = lazy(loadAnswerText);

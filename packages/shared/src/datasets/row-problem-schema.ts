// The problems of rows and files as they cross a border.
import { z } from 'zod';
import { fileProblemKinds, rowProblemKinds } from './row-problem.ts';

export const rowProblemSchema = z.enum(rowProblemKinds);
export const fileProblemSchema = z.enum(fileProblemKinds);

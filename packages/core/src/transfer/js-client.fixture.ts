// The official JavaScript client, for benches and tests that hold us against it.
import { pathToFileURL } from 'node:url';
import { createRepo, uploadFiles } from '@huggingface/hub';

export async function uploadByJsClient(wish: { hubUrl: string; token: string; repo: string; folder: string; xet: boolean }): Promise<void> {
  const where = { repo: { type: 'dataset' as const, name: wish.repo }, accessToken: wish.token, hubUrl: wish.hubUrl };
  await createRepo({ ...where, private: true });
  await uploadFiles({ ...where, files: [pathToFileURL(`${wish.folder}/`)], useXet: wish.xet });
}

// Apart from the rest so that it is fetched on its own.
export { domAnimation as motionFeatures } from 'framer-motion';

import './dist/main.js';
